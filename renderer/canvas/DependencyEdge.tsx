import {
  BaseEdge,
  EdgeLabelRenderer,
  getBezierPath,
  Position,
  useInternalNode,
  type Edge,
  type EdgeProps,
  type InternalNode,
} from "@xyflow/react";
import { memo } from "react";
import { useUi } from "../state/ui-store.ts";
import { classes } from "../ui/classes.ts";
import { edgeEnds, type Side } from "./edge-geometry.ts";
import { cardAt } from "./geometry.ts";

export type DependencyEdgeType = Edge<{ label: string }, "dependency">;

const positions: Record<Side, Position> = {
  left: Position.Left,
  right: Position.Right,
  top: Position.Top,
  bottom: Position.Bottom,
};

const rectOf = (node: InternalNode) => cardAt(node.internals.positionAbsolute);

/** A dependency, joined to whichever sides of the two cards face each other, with its condition in words. */
export const DependencyEdge = memo(function DependencyEdge({ source, target, data }: EdgeProps<DependencyEdgeType>) {
  const from = useInternalNode(source);
  const to = useInternalNode(target);
  const chosen = useUi((state) => state.selected === source || state.selected === target);
  if (from === undefined || to === undefined) return null;
  const ends = edgeEnds(rectOf(from), rectOf(to));
  const [path, labelX, labelY] = getBezierPath({
    sourceX: ends.from.x,
    sourceY: ends.from.y,
    sourcePosition: positions[ends.from.side],
    targetX: ends.to.x,
    targetY: ends.to.y,
    targetPosition: positions[ends.to.side],
  });
  return (
    <>
      <BaseEdge path={path} className={classes("edge", chosen && "edge-chosen")} />
      <circle className={classes("edge-end", chosen && "edge-chosen")} cx={ends.to.x} cy={ends.to.y} r={3} />
      <EdgeLabelRenderer>
        <div
          className={classes("edge-label", chosen && "edge-label-chosen")}
          style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
        >
          {data?.label}
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
