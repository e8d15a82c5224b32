import { formatBytes, formatCores } from "../../shared/units.ts";
import { useServiceUsage } from "../state/usage-store.ts";
import { formatPercent, UNKNOWN } from "../ui/format.ts";
import { Sparkline } from "../ui/Sparkline.tsx";

const MEGABYTE = 2 ** 20;

/** CPU and memory of all replicas of a service now. Apart from the card, which does not change with every sample. */
export function CardUsage({ name }: { name: string }) {
  const usage = useServiceUsage(name);
  const cpu = usage?.cpu.at(-1);
  const memory = usage?.memory.at(-1);
  const cpuTitle = cpu === undefined ? "CPU: not known" : `CPU: ${formatCores(cpu)} cores; 100 % is one core`;
  return (
    <div className="card-usage num">
      <span className="card-meter" title={cpuTitle}>
        <Sparkline values={usage?.cpu ?? []} floor={0.02} colour="var(--busy)" />
        <span className="sr-only">CPU</span>
        {formatPercent(cpu)}
      </span>
      <span className="card-meter" title={memory === undefined ? "Memory: not known" : "Memory of all replicas"}>
        <Sparkline values={usage?.memory ?? []} floor={MEGABYTE} colour="var(--accent)" />
        <span className="sr-only">Memory</span>
        {memory === undefined ? UNKNOWN : formatBytes(memory)}
      </span>
    </div>
  );
}
