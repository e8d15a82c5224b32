import type { GatewayPort } from "./gateway-ports.ts";

/** Brings replicas of one service into the gateway's balancer, and takes others out once they are idle. */
export interface BalanceCall {
  kind: "balance";
  /** Name of the gateway's container. */
  gateway: string;
  service: string;
  /** All of the stack: they make the gateway's file. */
  ports: GatewayPort[];
  /** Names of containers. */
  add: string[];
  drain: string[];
  /** How long connections of a drained replica may go on. */
  drainSeconds: number;
}
