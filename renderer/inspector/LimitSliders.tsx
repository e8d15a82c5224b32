import { memo, useMemo } from "react";
import { desiredReplicas } from "../../shared/health.ts";
import type { Project, Service } from "../../shared/stack/project.ts";
import { formatBytes, formatCores } from "../../shared/units.ts";
import { edit } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { useServiceUsage } from "../state/usage-store.ts";
import { limitNote } from "./limit-notes.ts";
import { LimitSlider } from "./LimitSlider.tsx";
import { heldByOthers, limitsOf } from "./limits.ts";

const MB = 2 ** 20;
const CPU_STEP = 0.05;
const MEMORY_STEP = 16;

interface Props {
  name: string;
  service: Service;
  project: Project;
}

/** CPU and memory limits, bounded by what the engine's machine has. Changes wait for Apply. */
export const LimitSliders = memo(function LimitSliders({ name, service, project }: Props) {
  const info = useApp((state) => state.info);
  const everything = useApp((state) => state.replicas);
  const usage = useServiceUsage(name);
  const held = useMemo(() => heldByOthers(project, name, everything), [project, name, everything]);
  if (info === null) {
    return <p className="control small faint">Limits can be set once the engine has said what its machine has.</p>;
  }
  const limits = limitsOf(service);
  const replicas = desiredReplicas(service);
  const peakCpu = usage?.peakCpu;
  const peakMemory = usage?.peakMemory;
  return (
    <>
      <LimitSlider
        key={`cpu ${name}`}
        title="CPU limit"
        name={name}
        unit="cores"
        value={limits.cpus}
        step={CPU_STEP}
        host={info.cpus}
        others={held.cpus}
        replicas={replicas}
        peak={peakCpu}
        format={(value) => `${formatCores(value)} cores`}
        note={limitNote({
          held: formatCores(held.cpus),
          host: String(info.cpus),
          unit: "cores",
          unlimited: held.noCpuLimit,
          peak: peakCpu === undefined ? undefined : peakCpu < 0.01 ? "under 0.01" : formatCores(peakCpu),
          overbooked: held.cpus > info.cpus,
        })}
        onCommit={(cpus) => edit({ kind: "set-limits", service: name, cpus })}
      />
      <LimitSlider
        key={`memory ${name}`}
        title="Memory limit"
        name={name}
        unit="MB"
        value={limits.memory === undefined ? undefined : Math.round(limits.memory / MB)}
        step={MEMORY_STEP}
        host={Math.floor(info.memory / MB)}
        others={held.memory / MB}
        replicas={replicas}
        peak={peakMemory === undefined ? undefined : peakMemory / MB}
        format={(value) => formatBytes(value * MB)}
        note={limitNote({
          held: formatBytes(held.memory),
          host: formatBytes(info.memory),
          unit: "",
          unlimited: held.noMemoryLimit,
          peak: peakMemory === undefined ? undefined : formatBytes(peakMemory),
          overbooked: held.memory > info.memory,
        })}
        onCommit={(memory) =>
          edit({ kind: "set-limits", service: name, memory: memory === null ? null : `${Math.round(memory)}M` })
        }
      />
    </>
  );
});
