import { describe, expect, it } from "vitest";
import type { Port, Project, Service } from "../../../../shared/stack/project.ts";
import { compileGateway, GATEWAY_SERVICE } from "./gateway-compile.ts";
import { gatewayConfig, readMembers } from "./gateway-config.ts";
import { gatewayPorts } from "./gateway-ports.ts";
import { firstFile } from "./gateway-file.ts";
import { tarOf } from "../tar.ts";

const plain: Service = { command: null, entrypoint: null };

function project(services: Record<string, Partial<Service>>, networks: Project["networks"] = {}): Project {
  const full = Object.entries(services).map(([name, one]): [string, Service] => [name, { ...plain, ...one }]);
  return {
    name: "shop",
    services: Object.fromEntries(full),
    networks: { default: { name: "shop_default" }, ...networks },
    volumes: {},
    secrets: {},
    configs: {},
  };
}

const web: Port = { target: 80, published: "8080", protocol: "tcp", mode: "ingress", app_protocol: "http" };

describe("ports of the gateway", () => {
  it("are the certain host ports over TCP", () => {
    const ports: Port[] = [
      web,
      { target: 53, published: "5353", protocol: "udp" },
      { target: 81, published: "8081", mode: "host" },
      { target: 82 },
      { target: 83, published: "9000-9010" },
      { target: 84, published: "0" },
      { target: 85, published: "8085", host_ip: "127.0.0.1", app_protocol: "grpc" },
    ];
    expect(gatewayPorts(project({ web: { ports } }))).toEqual([
      { service: "web", target: 80, published: 8080, mode: "http", sticky: false },
      { service: "web", target: 85, published: 8085, hostIp: "127.0.0.1", mode: "tcp", sticky: false },
    ]);
  });

  it("leave out services in another network namespace", () => {
    const services = { a: { ports: [web], network_mode: "host" }, b: { ports: [web], network_mode: "service:c" } };
    expect(gatewayPorts(project(services))).toEqual([]);
  });

  it("take mode and stickiness from x-gantry", () => {
    const service: Partial<Service> = { ports: [web], "x-gantry": { gateway: { mode: "tcp", sticky: true } } };
    expect(gatewayPorts(project({ web: service }))).toMatchObject([{ mode: "tcp", sticky: true }]);
  });
});

describe("configuration of the gateway", () => {
  const ports = gatewayPorts(
    project({
      web: {
        ports: [web, { target: 80, published: "8888", app_protocol: "http" }, { target: 443, published: "8443" }],
      },
      "pin.1": { ports: [{ ...web, published: "9090" }], "x-gantry": { gateway: { sticky: true } } },
      db: { ports: [{ target: 5432, published: "5432" }], "x-gantry": { gateway: { sticky: true } } },
    }),
  );
  const members = { web: ["0123456789ab", "ba9876543210"], db: ["aaaabbbbcccc"] };

  it("has a section for each port of a service", () => {
    const text = gatewayConfig(ports, members);
    expect(text.slice(text.indexOf("listen"))).toMatchInlineSnapshot(`
      "listen http:web:80
        bind "\${GANTRY_ANY}:10000" v4v6
        mode http
        option forwardfor if-none
        retry-on conn-failure empty-response
        http-request disable-l7-retry unless { method GET HEAD OPTIONS TRACE PUT DELETE }
        server s1 0123456789ab:80
        server s2 ba9876543210:80
        server-template s 3-64 unassigned:80 init-addr none disabled

      listen tcp:web:443
        bind "\${GANTRY_ANY}:10001" v4v6
        mode tcp
        server s1 0123456789ab:443
        server s2 ba9876543210:443
        server-template s 3-64 unassigned:443 init-addr none disabled

      listen http:pin.1:80
        bind "\${GANTRY_ANY}:10002" v4v6
        mode http
        option forwardfor if-none
        retry-on conn-failure empty-response
        http-request disable-l7-retry unless { method GET HEAD OPTIONS TRACE PUT DELETE }
        dynamic-cookie-key gantry
        cookie GANTRY insert indirect nocache httponly dynamic
        option redispatch
        timeout connect 3s
        server-template s 1-64 unassigned:80 init-addr none disabled

      listen tcp:db:5432
        bind "\${GANTRY_ANY}:10003" v4v6
        mode tcp
        stick-table type ipv6 size 100k expire 1h
        stick on src
        option redispatch
        timeout connect 3s
        server s1 aaaabbbbcccc:5432
        server-template s 2-64 unassigned:5432 init-addr none disabled
      "
    `);
  });

  it("says which replicas it holds", () => {
    expect(readMembers(gatewayConfig(ports, members))).toEqual(members);
    expect(readMembers(gatewayConfig(ports, {}))).toEqual({});
  });

  it("always has room to replace every replica", () => {
    const many = Array.from({ length: 60 }, (_, index) => index.toString(16).padStart(12, "0"));
    expect(gatewayConfig(ports, { db: many })).toContain("server-template s 61-128 unassigned:5432");
  });

  it("comes back out of a tar", () => {
    const text = gatewayConfig(ports, members);
    expect(firstFile(tarOf([{ path: "/a/b.cfg", content: text, uid: 0, gid: 0, mode: 0o644 }]))).toBe(text);
  });
});

describe("container of the gateway", () => {
  it("publishes every port, honours addresses and joins the networks", () => {
    const made = compileGateway(
      project(
        {
          web: {
            ports: [web, { target: 80, published: "8888", host_ip: "::1", app_protocol: "http" }],
            networks: { back: null, front: null },
          },
        },
        { back: { name: "shop_back", internal: true }, front: { name: "shop_front" } },
      ),
      ["/shop/compose.yaml"],
    );
    expect(made?.name).toBe("shop-gateway");
    expect(made?.networks).toEqual(["shop_front", "shop_back"]);
    expect(made?.ownNetwork).toBeUndefined();
    expect(made?.body.HostConfig.PortBindings).toEqual({
      "10000/tcp": [
        { HostIp: "", HostPort: "8080" },
        { HostIp: "::1", HostPort: "8888" },
      ],
    });
    expect(made?.body.Labels).toMatchObject({
      "dev.gantry.role": "gateway",
      "dev.gantry.config-hash": made?.hash,
      "com.docker.compose.project": "shop",
      "com.docker.compose.service": GATEWAY_SERVICE,
    });
  });

  it("asks for a network of its own when every one is internal", () => {
    const made = compileGateway(
      project({ web: { ports: [web], networks: { back: null } } }, { back: { name: "shop_back", internal: true } }),
      [],
    );
    expect(made).toMatchObject({ networks: ["shop_gantry-gateway", "shop_back"], ownNetwork: "shop_gantry-gateway" });
  });

  it("stays the same container when replicas come and go, and is none without ports", () => {
    const one = project({ web: { ports: [web] } });
    expect(compileGateway(one, [], { web: ["0123456789ab"] })?.hash).toBe(compileGateway(one, [])?.hash);
    expect(compileGateway(project({ web: {} }), [])).toBeUndefined();
  });
});
