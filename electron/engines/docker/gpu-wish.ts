import type { DeviceRequest, Service } from "../../../shared/stack/project.ts";

export interface GpuWish {
  /** -1 for all there are. */
  count: number;
  /** Devices the file names; count says nothing then. */
  ids?: readonly string[];
  exclusive: boolean;
}

const ALL = -1;

/**
 * What each replica of a service wants, from `gpus` and `deploy.resources.reservations.devices`; undefined without
 * GPUs. `exclusive` alone is a wish for one GPU.
 */
export function gpuWish(service: Service): GpuWish | undefined {
  const requests = [...(service.gpus ?? []), ...(service.deploy?.resources?.reservations?.devices ?? []).filter(isGpu)];
  const exclusive = service["x-gantry"]?.gpu?.exclusive === true;
  if (requests.length === 0) return exclusive ? { count: 1, exclusive } : undefined;
  const ids = requests.flatMap((one) => one.device_ids ?? []);
  if (ids.length > 0) return { count: ids.length, ids, exclusive };
  // Neither a count nor ids means all. Source: Compose Specification, "devices".
  const counts = requests.map((one) => one.count ?? ALL);
  return { count: counts.includes(ALL) ? ALL : counts.reduce((sum, one) => sum + one, 0), exclusive };
}

export function wantsGpus(service: Service): boolean {
  return gpuWish(service) !== undefined;
}

/** The service with its wishes for GPUs turned into certain devices: one request instead of all of them. */
export function withGpus(service: Service, ids: readonly string[]): Service {
  const devices = service.deploy?.resources?.reservations?.devices ?? [];
  const first = [...(service.gpus ?? []), ...devices.filter(isGpu)][0];
  const { count: _count, ...rest } = first ?? {};
  // A name of the Container Device Interface is understood by that driver only.
  const driver = ids.some((id) => id.includes("/")) ? { driver: "cdi" } : {};
  const request = { ...rest, device_ids: [...ids], ...driver };
  const { gpus: _gpus, ...other } = service;
  const kept = devices.filter((one) => !isGpu(one));
  return {
    ...other,
    gpus: [request],
    ...(devices.length === 0
      ? {}
      : {
          deploy: {
            ...service.deploy,
            resources: {
              ...service.deploy?.resources,
              reservations: { ...service.deploy?.resources?.reservations, devices: kept },
            },
          },
        }),
  };
}

function isGpu({ capabilities = [] }: DeviceRequest): boolean {
  return capabilities.includes("gpu");
}
