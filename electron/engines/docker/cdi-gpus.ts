import type { Gpu } from "../../../shared/observed.ts";

/**
 * GPUs among the devices that an engine says it found (Docker 28.2 and newer). NVIDIA's are listed by number, by
 * identity and as `all`; one line each is enough, by number where there is one. Device requests name NVIDIA's by the
 * bare number, other vendors' by the whole name.
 * Source: Docker Engine API 1.50, SystemInfo.DiscoveredDevices; Container Device Interface, "Kind".
 */
export function cdiGpus(devices: unknown): Gpu[] {
  if (!Array.isArray(devices)) return [];
  const names = devices.flatMap((one: { Source?: unknown; ID?: unknown }) =>
    one.Source === "cdi" && typeof one.ID === "string" ? [one.ID] : [],
  );
  const found = names.flatMap((name) => {
    const [, vendor = "", device = ""] = /^([\w.-]+)\/gpu=([\w.:-]+)$/.exec(name) ?? [];
    if (device === "" || device === "all") return [];
    return [{ vendor, device, id: vendor === "nvidia.com" ? device : name }];
  });
  const numbered = found.filter((one) => /^\d+$/.test(one.device));
  return (numbered.length > 0 ? numbered : found).map(({ id }) => ({ id }));
}
