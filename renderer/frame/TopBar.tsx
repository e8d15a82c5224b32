import { isMac } from "../actions/use-shortcuts.ts";
import { useUi } from "../state/ui-store.ts";
import { ApplyButtons } from "./ApplyButtons.tsx";
import { Logo } from "./Logo.tsx";
import { StackPicker } from "./StackPicker.tsx";
import { TargetPicker } from "./TargetPicker.tsx";
import "./top-bar.css";

export function TopBar() {
  return (
    <header className="top-bar">
      <span className="top-logo">
        <Logo />
      </span>
      <StackPicker />
      <TargetPicker />
      <button type="button" className="search" onClick={() => useUi.setState({ palette: true })}>
        <span className="cut">
          Search<span className="search-more"> services, actions</span>
        </span>{" "}
        <kbd className="mono">{isMac ? "⌘ K" : "Ctrl K"}</kbd>
      </button>
      <ApplyButtons />
    </header>
  );
}
