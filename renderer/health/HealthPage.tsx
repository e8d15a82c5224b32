import { EventList } from "./EventList.tsx";
import { GatewayCard } from "./GatewayCard.tsx";
import { MachineCard } from "./MachineCard.tsx";
import { ReplicaMap } from "./ReplicaMap.tsx";
import { ReplicaTable } from "./ReplicaTable.tsx";
import { TroubleCard } from "./TroubleCard.tsx";
import "./health.css";

/** How the whole stack is doing, trouble first. */
export function HealthPage() {
  return (
    <main className="health" aria-label="Health">
      <div className="health-main">
        <MachineCard />
        <GatewayCard />
        <ReplicaMap />
        <section className="panel-card" aria-label="All replicas">
          <header className="panel-head">
            <h2>Replicas</h2>
            <span className="small faint">sorted by trouble</span>
          </header>
          <ReplicaTable />
        </section>
      </div>
      <div className="health-side">
        <TroubleCard />
        <section className="panel-card timeline" aria-label="Timeline">
          <header className="panel-head">
            <h2>Timeline</h2>
            <span className="small faint">newest first</span>
          </header>
          <EventList />
        </section>
      </div>
    </main>
  );
}
