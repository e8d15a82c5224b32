import { desiredReplicas } from "../../health.ts";
import type { Service } from "../project.ts";
import { each, everywhere, nearly, no, row, yes, type Rows } from "./row.ts";

const addresses = no("The cluster gives the addresses.");

/** How a service is reached and what it waits for. */
export const connectRows: Rows = {
  depends_on: row(yes, nearly("An init container waits, on every start.")),
  "depends_on.*.condition": everywhere,
  "depends_on.*.required": everywhere,
  "depends_on.*.restart": row(
    yes,
    no("A dependent is not restarted when what it depends on is replaced."),
    (value) => value === true,
  ),
  expose: everywhere,
  external_links: row(no("Not passed on: put both on one network."), no("Reach it by its Service's name.")),
  links: row(yes, nearly("An alias becomes a Service of its own.")),
  mac_address: row(no("Write it on the network: networks.NAME.mac_address."), addresses),
  network_mode: row(yes, nearly("host only; none becomes a NetworkPolicy that denies everything.")),
  networks: row(yes, nearly("NetworkPolicies let only services with a common network reach each other."), isChosen),
  "networks.*.aliases": everywhere,
  "networks.*.interface_name": row(no("The engine names the interfaces."), addresses),
  ...each("networks.*.ipv4_address networks.*.ipv6_address networks.*.link_local_ips", row(yes, addresses)),
  "networks.*.mac_address": row(yes, addresses),
  "networks.*.driver_opts": row(yes, no("The cluster's network has no drivers.")),
  "networks.*.priority": row(nearly("Decides the order in which networks are joined, no more."), addresses),
  "networks.*.gw_priority": row(no("The engine chooses the default gateway."), addresses),
  ports: everywhere,
  "ports[].name": row(no("Ports have no names on Docker."), yes),
  "ports[].mode": row(yes, nearly("Becomes a hostPort."), (value) => value === "host"),
  "ports[].host_ip": row(yes, no("Published on the nodes, not on an address.")),
  "ports[].target": everywhere,
  "ports[].published": row(
    nearly("Over UDP, or with mode: host, a fixed port reaches the first of several replicas only."),
    nearly("A NodePort or LoadBalancer; on our clusters mapped to the host's port when the cluster is made."),
    (value, service) => service === undefined || hasOwnPort(service) || value === "",
  ),
  "ports[].protocol": everywhere,
  "ports[].app_protocol": row(
    nearly("http is balanced request by request; everything else connection by connection."),
    yes,
    (value) => typeof value === "string" && !/^http(\/1(\.[01])?)?$/i.test(value),
  ),
};

/** Whether several replicas cannot share a port of the service, because no gateway stands before them. */
function hasOwnPort(service: Service): boolean {
  const own = (service.ports ?? []).some((port) => port.protocol === "udp" || port.mode === "host");
  return own && desiredReplicas(service) > 1;
}

/** Every service is on `default` unless it says otherwise. */
function isChosen(value: unknown): boolean {
  return typeof value !== "object" || value === null || Object.keys(value).some((name) => name !== "default");
}
