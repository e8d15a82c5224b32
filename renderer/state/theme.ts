import { create } from "zustand";

export type ThemeChoice = "system" | "dark" | "light";

const KEY = "gantry.theme";
const prefersLight = () => window.matchMedia("(prefers-color-scheme: light)");

function stored(): ThemeChoice {
  const value = localStorage.getItem(KEY);
  return value === "dark" || value === "light" ? value : "system";
}

export const useTheme = create<{ choice: ThemeChoice }>(() => ({ choice: "system" }));

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(KEY, choice);
  useTheme.setState({ choice });
  paint();
}

/** Sets the theme before the first paint and follows the system from then on. */
export function startTheme(): void {
  useTheme.setState({ choice: stored() });
  prefersLight().addEventListener("change", paint);
  paint();
}

function paint(): void {
  const { choice } = useTheme.getState();
  const theme = choice === "system" ? (prefersLight().matches ? "light" : "dark") : choice;
  document.documentElement.dataset["theme"] = theme;
}
