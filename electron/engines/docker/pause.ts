/** The marker that pauses the rollout of a service: an empty volume, which every process sees. */
export function pauseName(stack: string, service: string): string {
  return `gantry-${stack}-pause-${service}`;
}
