import { Panel, useReactFlow } from "@xyflow/react";
import { Minus, Plus } from "lucide-react";

const QUICK = { duration: 120 };

export const fitOptions = { padding: 0.12, maxZoom: 1, minZoom: 0.3 } as const;

export function CanvasControls() {
  const flow = useReactFlow();
  return (
    <Panel position="top-right" className="canvas-controls">
      <button type="button" aria-label="Zoom out" title="Zoom out" onClick={() => void flow.zoomOut(QUICK)}>
        <Minus className="icon icon-small" />
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in" onClick={() => void flow.zoomIn(QUICK)}>
        <Plus className="icon icon-small" />
      </button>
      <button type="button" title="Show the whole stack" onClick={() => void flow.fitView({ ...fitOptions, ...QUICK })}>
        Fit
      </button>
    </Panel>
  );
}
