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

interface BadFile {
  title: string;
  text: (name: string) => string;
  /** The problem's code and what its sentence must say. */
  code: string;
  says: RegExp;
  /** `line:column`; none when it is the file as a whole. */
  place?: string;
}

/** Files that must be refused, each with one fault. */
export const badFiles: readonly BadFile[] = [
  {
    title: "broken YAML",
    text: (name) => `name: ${name}\nservices:\n  web:\n    image: busybox:stable\n   restart: always\n`,
    code: "yaml",
    says: /Broken YAML/,
    place: "5:1",
  },
  {
    title: "an unknown key",
    text: (name) => `name: ${name}\nservices:\n  web:\n    image: busybox:stable\n    comand: [sleep, "1"]\n`,
    code: "unknown-key",
    says: /comand/,
    place: "5:5",
  },
  {
    title: "a circle in depends_on",
    text: (name) => `${sleepersText(["a"])(name)}    depends_on: [b]\n  b:\n    ${sleeper}\n    depends_on: [a]\n`,
    code: "dependency-cycle",
    says: /a -> b -> a/,
    place: "12:18",
  },
  {
    title: "an illegal stack name",
    // Compose makes a name legal where it can: lower case, odd letters left out. Of this one nothing is left.
    text: () => 'name: "!!!"\nservices:\n  web: {image: busybox:stable}\n',
    code: "illegal-name",
    says: /name/,
    place: "1:7",
  },
  {
    title: "an illegal service name",
    text: (name) => `name: ${name}\nservices:\n  "we b": {image: busybox:stable}\n`,
    code: "illegal-name",
    says: /we b/,
    place: "3:3",
  },
  {
    title: "a file of 10 MB",
    text: (name) => `${sleepersText(["web"])(name)}${"# a line that says nothing at all\n".repeat(310_000)}`,
    code: "unreadable",
    says: /10\.\d MiB/,
  },
];
