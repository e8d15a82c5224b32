import type { StackView } from "../../shared/contract.ts";
import type { Project } from "../../shared/stack/project.ts";
import { useApp } from "../state/store.ts";
import { useAllHealth, useKnown } from "../state/selectors.ts";
import { selectService } from "../state/ui-store.ts";
import { Age } from "../ui/Age.tsx";
import { baseName, UNKNOWN } from "../ui/format.ts";
import { StatusWord } from "../ui/StatusWord.tsx";
import { serviceTone } from "../ui/tones.ts";
import { FactList } from "./FactList.tsx";
import { GatewayLine } from "./GatewayLine.tsx";
import { Revisions } from "./Revisions.tsx";

/** The inspector while nothing is chosen: the stack as a whole. */
export function StackOverview({ stack, project }: { stack: StackView; project: Project }) {
  const applied = useApp((state) => state.applied);
  const health = useAllHealth();
  const known = useKnown();
  return (
    <div className="inspector-scroll">
      <section className="facts">
        <div className="facts-head">
          <h2 className="cut">{stack.name}</h2>
          {applied === null ? null : <span className="small faint">revision {applied.revision}</span>}
        </div>
        <p className="small muted">
          {applied === null ? (
            known ? (
              "Never applied to this target."
            ) : (
              "Not known: the engine has not answered yet."
            )
          ) : (
            <>
              {applied.wanted === "running" ? "Applied" : "Stopped"} <Age since={applied.at} suffix=" ago" />:{" "}
              {applied.cause}
            </>
          )}
        </p>
        {applied?.lockedBy === undefined ? null : (
          <p className="small service-lock">Being changed by another Gantry: {applied.lockedBy}</p>
        )}
      </section>
      <section className="facts">
        <div className="facts-head">
          <h3>Services</h3>
          <span className="small faint">choose one to steer it</span>
        </div>
        <ul>
          {[...health].map(([name, { status, ready, desired }]) => (
            <li key={name}>
              <button type="button" className="service-row" onClick={() => selectService(name)}>
                <span className="cut">{name}</span>{" "}
                <span className="small faint">
                  {known ? ready : UNKNOWN} of {desired}
                </span>{" "}
                <StatusWord tone={known ? serviceTone[status] : "off"}>{known ? status : "not known"}</StatusWord>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <GatewayLine />
      <Revisions />
      <FactList
        title="Networks"
        facts={Object.entries(project.networks).map(([key, network]) => ({ name: key, value: network.name }))}
      />
      <FactList
        title="Volumes"
        facts={Object.entries(project.volumes).map(([key, volume]) => ({ name: key, value: volume.name }))}
      />
      <FactList title="Files" facts={stack.files.map((file) => ({ name: baseName(file), value: file }))} />
    </div>
  );
}
