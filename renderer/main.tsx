import "./ui/fonts.css";
import "./ui/tokens.css";
import "./ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { followNews } from "./state/follow-news.ts";
import { connectStore } from "./state/store.ts";
import { startTheme } from "./state/theme.ts";
import { watchInputMode } from "./ui/input-mode.ts";

startTheme();
watchInputMode();
connectStore();
followNews();

const root = document.querySelector("#root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
