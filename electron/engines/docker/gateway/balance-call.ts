import type { GatewayPort } from "./gateway-ports.ts";

/** Brings replicas of one service into the gateway's balancer, and takes others out once they are idle. */
export interface BalanceCall {
  kind: "balance";
  stack: string;
  /** Name of the gateway's container. */
  gateway: string;
  service: string;
  /** All of the stack: they make the gateway's file. */
  ports: GatewayPort[];
  /** Names of containers. */
  add: string[];
  drain: string[];
  /** Seconds that connections of a drained replica may go on. */
  drainSeconds: number;
  /**
   * Seconds within which the new replicas must answer on their ports, else the call fails. Absent: they are brought in
   * and not waited for; HAProxy's checks keep requests away until they answer.
   */
  answerSeconds?: number;
}
