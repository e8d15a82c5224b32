import type Docker from "dockerode";
import type { CreateCall } from "../call.ts";
import { createContainer } from "../run-create.ts";
import { configFile } from "./gateway-compile.ts";
import type { GatewayPort } from "./gateway-ports.ts";
import { idsOf } from "./gateway-look.ts";

/** Makes a stack's gateway, with the replicas that are there in its balancer already. */
export interface CreateGatewayCall {
  kind: "create-gateway";
  stack: string;
  create: CreateCall;
  ports: GatewayPort[];
}

/** Creates the gateway's container, without starting it. */
export async function createGateway(docker: Docker, { stack, create, ports }: CreateGatewayCall): Promise<void> {
  const services = [...new Set(ports.map((port) => port.service))];
  const members = await Promise.all(
    services.map(async (service) => [service, [...(await idsOf(docker, { stack, service })).values()]] as const),
  );
  await createContainer(docker, { ...create, files: [configFile(ports, Object.fromEntries(members))] });
}
