import { useStore, ViewportPortal, type ReactFlowState } from "@xyflow/react";
import { useMemo } from "react";
import { networkFrames } from "./frames.ts";
import type { Point } from "./geometry.ts";
import type { CanvasNetwork } from "./model.ts";

/** Dashed frames around the services of a network; they follow their cards while these are dragged. */
export function NetworkFrames({ networks }: { networks: readonly CanvasNetwork[] }) {
  const positions = useStore(selectPositions, samePositions);
  const frames = useMemo(() => networkFrames(networks, positions), [networks, positions]);
  return (
    <ViewportPortal>
      <div className="frames">
        {frames.map(({ key, label, x, y, width, height }) => (
          <div key={key} className="frame" style={{ transform: `translate(${x}px, ${y}px)`, width, height }}>
            <span className="frame-label">{label}</span>
          </div>
        ))}
      </div>
    </ViewportPortal>
  );
}

type Places = Record<string, Point>;

function selectPositions(state: ReactFlowState): Places {
  const places: Places = {};
  for (const [id, node] of state.nodeLookup) places[id] = node.internals.positionAbsolute;
  return places;
}

function samePositions(a: Places, b: Places): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => a[key]?.x === b[key]?.x && a[key]?.y === b[key]?.y)
  );
}
