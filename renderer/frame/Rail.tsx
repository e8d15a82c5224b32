import { Activity, Moon, Network, Sun, SunMoon } from "lucide-react";
import { useReplicaRows } from "../health/use-replica-rows.ts";
import { chooseTheme, useTheme, type ThemeChoice } from "../state/theme.ts";
import { useUi, type View } from "../state/ui-store.ts";
import { IconButton } from "../ui/Button.tsx";
import { classes } from "../ui/classes.ts";
import { Menu, MenuItem, MenuLabel } from "../ui/Menu.tsx";
import { Tooltip } from "../ui/Tooltip.tsx";
import "./rail.css";

const views = [
  { id: "composer", label: "Composer", Glyph: Network },
  { id: "health", label: "Health", Glyph: Activity },
] as const satisfies ReadonlyArray<{ id: View; label: string; Glyph: typeof Network }>;

export function Rail() {
  const view = useUi((state) => state.view);
  const failing = useReplicaRows().some((row) => row.status === "failing");
  return (
    <nav className="rail" aria-label="Views">
      {views.map(({ id, label, Glyph }) => (
        <Tooltip key={id} text={label} side="right">
          <button
            type="button"
            className={classes("rail-button", view === id && "rail-current")}
            aria-label={id === "health" && failing ? `${label}, something fails` : label}
            aria-current={view === id ? "page" : undefined}
            onClick={() => useUi.setState({ view: id })}
          >
            <Glyph className="icon rail-icon" aria-hidden="true" />
            {id === "health" && failing ? <span className="rail-mark" /> : null}
          </button>
        </Tooltip>
      ))}
      <span className="rail-space" />
      <ThemeMenu />
    </nav>
  );
}

const themes: ReadonlyArray<{ id: ThemeChoice; label: string; Glyph: typeof Sun }> = [
  { id: "system", label: "As the system", Glyph: SunMoon },
  { id: "dark", label: "Dark", Glyph: Moon },
  { id: "light", label: "Light", Glyph: Sun },
];

function ThemeMenu() {
  const choice = useTheme((state) => state.choice);
  const Glyph = themes.find((theme) => theme.id === choice)?.Glyph ?? SunMoon;
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <IconButton label="Theme" side="right" className="rail-button">
          <Glyph className="icon rail-icon" />
        </IconButton>
      }
    >
      <MenuLabel>Theme</MenuLabel>
      {themes.map(({ id, label, Glyph: ItemGlyph }) => (
        <MenuItem
          key={id}
          icon={<ItemGlyph className="icon" />}
          checked={id === choice}
          onSelect={() => chooseTheme(id)}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
