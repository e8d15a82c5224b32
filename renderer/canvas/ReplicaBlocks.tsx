import { memo } from "react";
import type { ServiceHealth } from "../../shared/health.ts";
import { classes } from "../ui/classes.ts";
import { blocksOf } from "./blocks.ts";
import "./replica-blocks.css";

interface Props {
  health: ServiceHealth;
  draft: number | undefined;
}

/** Replicas as the containers they are. The number beside says the same to those who do not see them. */
export const ReplicaBlocks = memo(function ReplicaBlocks({ health, draft }: Props) {
  const blocks = blocksOf(health, draft);
  if (blocks.kind === "bar") {
    return (
      <div className="blocks-bar" aria-hidden="true">
        {blocks.segments.map(({ status, count }) => (
          <span
            key={status}
            className={`segment block-${status}`}
            style={{ flexGrow: count }}
            title={`${count} ${status === "absent" ? "missing" : status}`}
          />
        ))}
      </div>
    );
  }
  return (
    <div className={classes("blocks", blocks.rows.length > 1 && "blocks-two")} aria-hidden="true">
      {blocks.rows.map((row, index) => (
        <div className="blocks-row" key={index === 0 ? "first" : "second"}>
          {row.map((block) => (
            <span
              key={block.key}
              className={classes("block", `block-${block.status}`, block.leaving && "block-leaving")}
              title={block.title}
            />
          ))}
        </div>
      ))}
    </div>
  );
});
