/** What the stack's file says in one round. */
export interface Wish {
  /** In the environment of the web replicas. */
  version: number;
  /** In the environment of the database and of the job. */
  schema: number;
  image: string;
  replicas: number;
  order: "start-first" | "stop-first";
  parallelism: number;
}

/** Read from the environment by Gantry and written into each new container: where an unfinished one shows. */
export const TOKEN = { variable: "GANTRY_CHAOS_TOKEN", value: "s3cr3t" };

/**
 * A stack with everything the planner has to put in order: replicas behind the gateway, a database that ignores SIGTERM
 * and has a volume, a job between the two, a network of its own, a secret. A replica answers with its host name, its
 * version and its secret.
 */
export function stackFile(name: string, port: number, wish: Wish): string {
  const { version, schema, image, replicas, order, parallelism } = wish;
  const serve = `trap 'exit 0' TERM; mkdir -p /www; echo \\"$$(hostname) $$VERSION $$(cat /run/secrets/token)\\" > /www/index.html; httpd -f -p 80 -h /www & wait`;
  return `name: ${name}
services:
  web:
    image: ${image}
    command: [sh, -c, "${serve}"]
    environment: {VERSION: "${version}"}
    ports: ["${port}:80"]
    networks: [front, back]
    secrets: [token]
    stop_grace_period: 1s
    healthcheck: {test: [CMD, test, -e, /www/index.html], interval: 1s, start_period: 10s, start_interval: 200ms}
    depends_on:
      db: {condition: service_healthy}
      prepare: {condition: service_completed_successfully}
    deploy:
      replicas: ${replicas}
      update_config: {order: ${order}, parallelism: ${parallelism}}
  prepare:
    image: busybox:stable
    command: [sh, -c, "sleep 0.3; cat /run/secrets/token"]
    environment: {SCHEMA: "${schema}"}
    networks: [back]
    secrets: [token]
    restart: "no"
    depends_on:
      db: {condition: service_healthy}
  db:
    image: busybox:stable
    command: [sh, -c, "test -s /run/secrets/token && touch /tmp/ready; exec sleep 3600"]
    environment: {SCHEMA: "${schema}"}
    volumes: ["data:/data"]
    networks: [back]
    secrets: [token]
    stop_grace_period: 1s
    healthcheck: {test: [CMD, test, -e, /tmp/ready], interval: 1s, start_period: 10s, start_interval: 200ms}
networks:
  front: {}
  back: {internal: true}
volumes:
  data: {}
secrets:
  token: {environment: ${TOKEN.variable}}
`;
}
