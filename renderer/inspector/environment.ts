export interface Variable {
  name: string;
  /** Masked when it looks secret; undefined when it comes from the shell that runs the stack. */
  value: string | undefined;
  masked: boolean;
}

const secretName = /pass|secret|token|api_?key|access_?key|private|credential|auth|dsn|salt|cert/i;
const credentials = /(:\/\/[^/:@\s]*):[^@\s/]+@/g;
const DOTS = "••••••";

/** Environment for showing: values of names that look secret and passwords inside addresses are masked. */
export function variablesOf(environment: Readonly<Record<string, string | null>> | undefined): Variable[] {
  return Object.entries(environment ?? {}).map(([name, value]) => {
    if (value === null) return { name, value: undefined, masked: false };
    if (secretName.test(name) && value !== "") return { name, value: DOTS, masked: true };
    const clean = value.replaceAll(credentials, `$1:${DOTS}@`);
    return { name, value: clean, masked: clean !== value };
  });
}
