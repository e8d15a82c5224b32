import { sleepersText } from "./stack-text.ts";

interface BadFile {
  title: string;
  text: (name: string) => string;
  /** The problem's code, what its sentence must say, and what its hint. */
  code: string;
  says: RegExp;
  hint: RegExp;
  /** `line:column`. */
  place: string;
}

const web = "  web: {image: busybox:stable}\n";

/** Files that must be refused, each with one fault. */
export const badFiles: readonly BadFile[] = [
  {
    title: "broken YAML",
    text: (name) => `name: ${name}\nservices:\n  web:\n    image: busybox:stable\n   restart: always\n`,
    code: "yaml",
    says: /Broken YAML: this line is indented differently/,
    hint: /Line it up/,
    place: "5:1",
  },
  {
    title: "an unknown key",
    text: (name) => `name: ${name}\nservices:\n  web:\n    image: busybox:stable\n    comand: [sleep, "1"]\n`,
    code: "unknown-key",
    says: /comand/,
    hint: /Did you mean "command"/,
    place: "5:5",
  },
  {
    title: "a circle in depends_on",
    text: (name) => `${sleepersText(["a"])(name)}    depends_on: [b]\n${sleeperNamed("b")}    depends_on: [a]\n`,
    code: "dependency-cycle",
    says: /a -> b -> a/,
    hint: /Remove one/,
    place: "12:18",
  },
  {
    title: "an illegal stack name",
    // Compose bends it into the legal one, so that is where a half-made stack would lie.
    text: (name) => `name: ${name.toUpperCase()}\nservices:\n${web}`,
    code: "illegal-name",
    says: /stack name "GE2E-/,
    hint: /Write "name: ge2e-/,
    place: "1:7",
  },
  {
    title: "an illegal service name",
    text: (name) => `name: ${name}\nservices:\n  "we b": {image: busybox:stable}\n`,
    code: "illegal-name",
    says: /service name "we b"/,
    hint: /Allowed are letters/,
    place: "3:3",
  },
  {
    title: "an illegal network name",
    text: (name) => `name: ${name}\nservices:\n${web}networks:\n  back/end: {}\n`,
    code: "illegal-name",
    says: /network name "back\/end"/,
    hint: /Allowed are letters/,
    place: "5:3",
  },
  {
    title: "an illegal volume name",
    text: (name) => `name: ${name}\nservices:\n${web}volumes:\n  data: {name: "${name}/data"}\n`,
    code: "illegal-name",
    says: /volume name "ge2e-\w+\/data"/,
    hint: /Use letters/,
    place: "5:16",
  },
  {
    title: "a file of 10 MB",
    text: (name) => `${sleepersText(["web"])(name)}${"# a line that says nothing at all\n".repeat(310_000)}`,
    code: "file-too-big",
    says: /10\.\d MiB/,
    hint: /include/,
    place: "1:1",
  },
];

function sleeperNamed(service: string): string {
  return sleepersText([service])("").split("\n").slice(2).join("\n");
}
