import type { ServiceHealth } from "../../shared/health.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { Autoscale } from "./Autoscale.tsx";
import { Environment } from "./Environment.tsx";
import { FactList } from "./FactList.tsx";
import { commandOf, mountFact, networkFacts, portFact } from "./facts.ts";
import { HealthCheck } from "./HealthCheck.tsx";
import { LimitSliders } from "./LimitSliders.tsx";
import { ReplicaSlider } from "./ReplicaSlider.tsx";
import { ServiceNotes } from "./ServiceNotes.tsx";

interface Props {
  name: string;
  service: Service;
  project: Project;
  health: ServiceHealth;
}

export function ServiceTab({ name, service, project, health }: Props) {
  const command = commandOf(service);
  const image = service.image ?? service.build?.context ?? "none";
  const runs = [
    { name: service.image === undefined ? "build" : "image", value: image },
    ...(command === undefined ? [] : [{ name: "command", value: command }]),
    ...(service.restart === undefined ? [] : [{ name: "restart", value: service.restart }]),
  ];
  return (
    <>
      <ServiceNotes name={name} />
      <ReplicaSlider name={name} service={service} />
      <Autoscale name={name} service={service} />
      <LimitSliders name={name} service={service} project={project} />
      <HealthCheck service={service} health={health} />
      <FactList title="Ports" facts={(service.ports ?? []).map(portFact)} />
      <FactList title="Networks" facts={networkFacts(name, service)} />
      <FactList title="Volumes" facts={(service.volumes ?? []).map(mountFact)} />
      <Environment service={service} />
      <FactList title="Runs" facts={runs} />
    </>
  );
}
