import type { EndpointSettings, NetworkCreateOptions, VolumeCreateOptions } from "dockerode";
import type { Network, Project, Service, ServiceNetwork, Volume } from "../../../shared/stack/project.ts";
import { hashOf } from "./hash.ts";
import { networkLabels, volumeLabels } from "./labels.ts";

/** Keys of the networks a service is in, highest priority first; none when it uses another network mode. */
export function networkKeys(project: Project, service: Service): string[] {
  if (service.network_mode !== undefined) return [];
  const entries = Object.entries(
    service.networks ?? (project.networks["default"] === undefined ? {} : { default: null }),
  );
  return entries
    .sort(([a, left], [b, right]) => (right?.priority ?? 0) - (left?.priority ?? 0) || (a < b ? -1 : 1))
    .map(([key]) => key);
}

/** What the container is on each of its networks, by the network's real name. */
export function endpointsOf(project: Project, name: string, service: Service): Record<string, EndpointSettings> {
  const links = (service.links ?? []).map((link) => linkText(project, link));
  return Object.fromEntries(
    networkKeys(project, service).map((key) => [
      project.networks[key]?.name ?? key,
      endpoint(name, service.networks?.[key] ?? {}, links),
    ]),
  );
}

function endpoint(name: string, own: ServiceNetwork, links: string[]): EndpointSettings {
  const address = {
    ...(own.ipv4_address === undefined ? {} : { IPv4Address: own.ipv4_address }),
    ...(own.ipv6_address === undefined ? {} : { IPv6Address: own.ipv6_address }),
    ...(own.link_local_ips === undefined ? {} : { LinkLocalIPs: own.link_local_ips }),
  };
  const settings = {
    Aliases: [...new Set([name, ...(own.aliases ?? [])])],
    ...(links.length === 0 ? {} : { Links: links }),
    ...(Object.keys(address).length === 0 ? {} : { IPAMConfig: address }),
    ...(own.mac_address === undefined ? {} : { MacAddress: own.mac_address }),
    ...(own.driver_opts === undefined ? {} : { DriverOpts: own.driver_opts }),
  };
  return settings;
}

/** `db:database` of the file as the engine wants it: the first container of the service, then the alias. */
function linkText(project: Project, link: string): string {
  const [service = link, alias = service] = link.split(":");
  return `${project.services[service]?.container_name ?? `${project.name}-${service}-1`}:${alias}`;
}

export function networkBody(project: Project, key: string, network: Network): NetworkCreateOptions {
  const config = network.ipam?.config?.map((one) => ({
    ...(one.subnet === undefined ? {} : { Subnet: one.subnet }),
    ...(one.gateway === undefined ? {} : { Gateway: one.gateway }),
    ...(one.ip_range === undefined ? {} : { IPRange: one.ip_range }),
    ...(one.aux_addresses === undefined ? {} : { AuxiliaryAddresses: one.aux_addresses }),
  }));
  const ipam = {
    ...(network.ipam?.driver === undefined ? {} : { Driver: network.ipam.driver }),
    ...(config === undefined || config.length === 0 ? {} : { Config: config }),
    ...(network.ipam?.options === undefined ? {} : { Options: network.ipam.options }),
  };
  const spec = {
    Name: network.name,
    Driver: network.driver ?? "bridge",
    ...(network.driver_opts === undefined ? {} : { Options: network.driver_opts }),
    ...(network.internal === undefined ? {} : { Internal: network.internal }),
    ...(network.attachable === undefined ? {} : { Attachable: network.attachable }),
    ...(network.enable_ipv6 === undefined ? {} : { EnableIPv6: network.enable_ipv6 }),
    ...(Object.keys(ipam).length === 0 ? {} : { IPAM: ipam as NetworkCreateOptions["IPAM"] }),
  };
  const hash = hashOf([spec, network.labels]);
  return { ...spec, Labels: { ...network.labels, ...networkLabels(project.name, key, hash) } };
}

export function volumeBody(project: Project, key: string, volume: Volume): VolumeCreateOptions {
  const spec = {
    Name: volume.name,
    Driver: volume.driver ?? "local",
    ...(volume.driver_opts === undefined ? {} : { DriverOpts: volume.driver_opts }),
  };
  const hash = hashOf([spec, volume.labels]);
  return { ...spec, Labels: { ...volume.labels, ...volumeLabels(project.name, key, hash) } };
}
