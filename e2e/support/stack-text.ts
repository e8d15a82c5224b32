/**
 * Stack files of the tests. Containers end at once when told to (`stop_signal: SIGKILL`): what is tested is Gantry,
 * not the ten seconds an engine waits for a shell that does not listen.
 */
const sleeper = `image: busybox:stable
    command: [sleep, "3600"]
    stop_signal: SIGKILL`;

/** One web server with a port of the host. */
export const webText = (port: number) => (name: string) =>
  `name: ${name}
services:
  web:
    image: busybox:stable
    command: [sh, -c, "mkdir -p /www && echo hello from ${name} > /www/index.html && exec httpd -f -p 8080 -h /www"]
    stop_signal: SIGKILL
    ports: ["${port}:8080"]
`;

/** One service without ports, with comments that an edit must not lose. */
export const scalableText = (replicas: number) => (name: string) =>
  `# The stack of a test; this line stays.
name: ${name}

services:
  web: # may be scaled
    ${sleeper}
    deploy:
      replicas: ${replicas} # as many as the shop has doors
`;

/** Services a and b, which take their number of replicas from one place. */
export const sharedText = (replicas: number) => (name: string) =>
  `name: ${name}
x-door: &door
  ${sleeper.replaceAll("\n    ", "\n  ")}
  deploy:
    replicas: ${replicas} # for all doors
services:
  a:
    <<: *door
  b:
    <<: *door
`;

/** Services a, b, c … that only sleep. */
export const sleepersText = (services: readonly string[]) => (name: string) =>
  `name: ${name}\nservices:\n${services.map((service) => `  ${service}:\n    ${sleeper}\n`).join("")}`;

/**
 * `late` waits for `first`, whose check passes only after some seconds: while it waits, an apply is in its middle for
 * as long as a test needs.
 */
export const slowText = (replicas: number) => (name: string) =>
  `name: ${name}
services:
  first:
    image: busybox:stable
    command: [sh, -c, "sleep 4; touch /tmp/well; exec sleep 3600"]
    stop_signal: SIGKILL
    healthcheck:
      test: [CMD, test, -e, /tmp/well]
      interval: 500ms
      retries: 100
  late:
    ${sleeper}
    depends_on:
      first: {condition: service_healthy}
    deploy: {replicas: ${replicas}}
`;

/** A service whose check never passes. */
export const neverWellText = (name: string) => `name: ${name}
services:
  web:
    ${sleeper}
    healthcheck:
      test: [CMD, "false"]
      interval: 500ms
      retries: 2
`;
