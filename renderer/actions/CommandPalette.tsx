/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a native list cannot show shortcuts beside its entries */
import { useMemo, useState, type KeyboardEvent } from "react";
import { useProject } from "../state/selectors.ts";
import { selectService, useUi } from "../state/ui-store.ts";
import { classes } from "../ui/classes.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { matching, type Entry } from "./palette-entries.ts";
import { actions } from "./registry.ts";
import { shortcutText } from "./shortcuts.ts";
import { isMac } from "./use-shortcuts.ts";
import "./command-palette.css";

const close = () => useUi.setState({ palette: false });

/** Find a service or an action by typing. */
export function CommandPalette() {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const project = useProject();
  const entries = useMemo(() => allEntries(Object.keys(project?.services ?? {})), [project]);
  const found = matching(entries, typed);
  const current = Math.min(at, found.length - 1);
  const run = (entry: Entry | undefined) => {
    if (entry === undefined || entry.off !== undefined) return;
    close();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((current + step + found.length) % Math.max(1, found.length));
    }
    if (event.key === "Enter") run(found[current]);
  };
  return (
    <Dialog title="Search services and actions" bare className="palette" onClose={close}>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[current] === undefined ? undefined : `palette-${found[current].id}`}
        aria-label="Search services and actions"
        placeholder="Search services, actions"
        value={typed}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the field is the whole dialogue
        autoFocus
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette-list" id="palette-list" role="listbox" aria-label="Results">
        {found.map((entry, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above takes the keys
          <div
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            aria-disabled={entry.off !== undefined}
            className={classes("palette-entry", index === current && "palette-current")}
            title={entry.off}
            onMouseMove={() => setAt(index)}
            onClick={() => run(entry)}
          >
            <span className="cut">{entry.title}</span>
            <span className="small faint">{entry.hint}</span>
          </div>
        ))}
        {found.length === 0 ? <p className="palette-none muted">Nothing has these words.</p> : null}
      </div>
    </Dialog>
  );
}

function allEntries(services: readonly string[]): Entry[] {
  return [
    ...services.map((name) => ({
      id: `service-${name}`,
      title: name,
      hint: "service",
      off: undefined,
      run: () => {
        useUi.setState({ view: "composer" });
        selectService(name);
      },
    })),
    ...actions
      .filter((action) => action.id !== "palette")
      .map((action) => ({
        id: action.id,
        title: action.title,
        hint: action.keys === undefined ? "" : shortcutText(action.keys, isMac),
        off: action.off?.(),
        run: action.run,
      })),
  ];
}
