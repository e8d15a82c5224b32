import { applyNodeChanges, type Node, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Project } from "../../shared/stack/project.ts";
import { edit } from "../state/requests.ts";
import { selectService, useUi } from "../state/ui-store.ts";
import { CARD, type Point } from "./geometry.ts";
import { layoutCanvas, type Positions } from "./layout.ts";
import type { CanvasModel } from "./model.ts";
import { mergePositions, pointsOf } from "./positions.ts";

export type CardNode = Node<Record<string, never>, "service">;

const SAVE_AFTER = 250;

/** Nodes of the canvas: placed by the file, moved by the user, saved when a move is over. */
export function useCanvasNodes(model: CanvasModel, project: Project) {
  const saved = project["x-gantry"]?.layout;
  const [nodes, setNodes] = useState<CardNode[]>(() => nodesAt(model, layoutCanvas(model, pointsOf(saved))));
  const selected = useUi((state) => state.selected);
  const seen = useRef({ model, saved });

  useEffect(() => {
    if (seen.current.model === model && seen.current.saved === saved) return;
    const before = seen.current.saved;
    seen.current = { model, saved };
    setNodes((old) =>
      reconcile(old, nodesAt(model, layoutCanvas(model, mergePositions(before, saved, placesOf(old))))),
    );
  }, [model, saved]);

  const save = useSave();
  const onNodesChange = useCallback(
    (changes: Array<NodeChange<CardNode>>) => {
      followSelection(changes);
      setNodes((old) => {
        const next = applyNodeChanges(
          changes.filter((change) => change.type !== "select"),
          old,
        );
        // A drag says `dragging` until it ends, a move by keyboard never does.
        if (changes.some((change) => change.type === "position" && change.dragging !== true)) save(placesOf(next));
        return next;
      });
    },
    [save],
  );

  const shown = useMemo(
    () =>
      nodes.map((node) =>
        (node.selected ?? false) === (node.id === selected) ? node : { ...node, selected: node.id === selected },
      ),
    [nodes, selected],
  );
  return { nodes: shown, onNodesChange };
}

function useSave(): (places: Positions) => void {
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return useCallback((places: Positions) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      const positions = Object.entries(places).map(
        ([name, { x, y }]) => [name, [Math.round(x), Math.round(y)]] as const,
      );
      edit({ kind: "set-layout", positions: Object.fromEntries(positions) as Record<string, [number, number]> });
    }, SAVE_AFTER);
  }, []);
}

function followSelection(changes: ReadonlyArray<NodeChange<CardNode>>): void {
  const selections = changes.filter((change) => change.type === "select");
  const chosen = selections.find((change) => change.selected);
  const { selected } = useUi.getState();
  if (chosen !== undefined) selectService(chosen.id);
  else if (selections.some((change) => change.id === selected)) selectService(null);
}

function nodesAt(model: CanvasModel, places: Positions): CardNode[] {
  return model.services.map((name) => ({
    id: name,
    type: "service" as const,
    position: places[name] ?? { x: 0, y: 0 },
    data: {},
    ariaLabel: `Service ${name}`,
    initialWidth: CARD.width,
    initialHeight: CARD.height,
  }));
}

/** Nodes that stay where they are keep their identity and with it what React Flow measured. */
function reconcile(old: readonly CardNode[], next: readonly CardNode[]): CardNode[] {
  const known = new Map(old.map((node) => [node.id, node]));
  return next.map((node) => {
    const before = known.get(node.id);
    if (before === undefined || before.dragging === true) return before ?? node;
    const same = before.position.x === node.position.x && before.position.y === node.position.y;
    return same ? before : { ...before, position: node.position };
  });
}

function placesOf(nodes: readonly CardNode[]): Record<string, Point> {
  return Object.fromEntries(nodes.map((node) => [node.id, node.position]));
}
