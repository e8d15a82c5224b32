import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useNodesInitialized } from "@xyflow/react";
import { useMemo, useState } from "react";
import type { Project } from "../../shared/stack/project.ts";
import { classes } from "../ui/classes.ts";
import { CanvasControls, fitOptions } from "./CanvasControls.tsx";
import { DependencyEdge, type DependencyEdgeType } from "./DependencyEdge.tsx";
import { keepViewport, keptViewport } from "./kept-viewports.ts";
import { canvasModel } from "./model.ts";
import { NetworkFrames } from "./NetworkFrames.tsx";
import { ServiceCard } from "./ServiceCard.tsx";
import { useCanvasNodes } from "./use-canvas-nodes.ts";
import "@xyflow/react/dist/base.css";
import "./canvas.css";

const nodeTypes = { service: ServiceCard };
const edgeTypes = { dependency: DependencyEdge };
const SNAP: [number, number] = [4, 4];
const OPTIONS = { hideAttribution: true };

interface Props {
  /** The stack's file: the view of each is remembered. */
  path: string;
  project: Project;
  /** What it shows may not be true any more. */
  dimmed: boolean;
}

/** The stack as cards that can be moved. A new file starts with a new view. */
export function Canvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({ path, project, dimmed }: Props) {
  const [viewport] = useState(() => keptViewport(path));
  const model = useMemo(() => canvasModel(project), [project]);
  const { nodes, onNodesChange } = useCanvasNodes(model, project);
  const measured = useNodesInitialized();
  const [ready, setReady] = useState(false);
  if (measured && !ready) setReady(true);
  const edges = useMemo(
    () =>
      model.edges.map(({ id, from, to, label }): DependencyEdgeType => ({
        id,
        source: from,
        target: to,
        type: "dependency",
        data: { label },
      })),
    [model],
  );
  return (
    <div
      className={classes("canvas", dimmed && "canvas-dimmed")}
      data-testid="canvas"
      data-ready={ready || model.services.length === 0}
    >
      <ReactFlow
        aria-label="Canvas"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        fitView={viewport === undefined}
        {...(viewport === undefined ? {} : { defaultViewport: viewport })}
        onMoveEnd={(_event, moved) => keepViewport(path, moved)}
        fitViewOptions={fitOptions}
        minZoom={0.2}
        maxZoom={2}
        snapToGrid
        snapGrid={SNAP}
        nodeDragThreshold={3}
        panOnScroll
        nodesConnectable={false}
        edgesFocusable={false}
        edgesReconnectable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        proOptions={OPTIONS}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={2} />
        <NetworkFrames networks={model.networks} />
        <CanvasControls />
      </ReactFlow>
    </div>
  );
}
