import { expect, type ElectronApplication, type Locator, type Page } from "@playwright/test";
import { ReplicaSlider } from "./replica-slider.ts";
import { ServiceCard } from "./service-card.ts";

export type ConnectionState = "connecting" | "live" | "stale" | "unreachable";

/** The window as a person uses it: by the names that stand on it. */
export class GantryWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** GANTRY_HOME of this app: settings, window place, copies of samples. */
  readonly home: string;

  constructor(app: ElectronApplication, page: Page, home: string) {
    this.app = app;
    this.page = page;
    this.home = home;
  }

  get canvas(): Locator {
    return this.page.getByTestId("canvas");
  }

  /** What the window says about an action that failed. */
  get alert(): Locator {
    return this.page.getByRole("alert");
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  card(service: string): ServiceCard {
    return new ServiceCard(this.page, service);
  }

  replicasOf(service: string): ReplicaSlider {
    return new ReplicaSlider(this.page, service);
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Waits until the canvas can be used. */
  async isReady(): Promise<void> {
    await expect(this.canvas).toHaveAttribute("data-ready", "true", { timeout: 30_000 });
  }

  /** Waits until the window says how true its picture is. */
  async connectionIs(state: ConnectionState, timeout = 15_000): Promise<void> {
    await expect(this.page.getByTestId("data-age")).toHaveAttribute("data-state", state, { timeout });
  }

  /** Presses Apply when it can be pressed. */
  async apply(): Promise<void> {
    const apply = this.button("Apply");
    await expect(apply).toHaveAttribute("aria-disabled", "false");
    await apply.click();
  }

  /** The newest task in the list of tasks. */
  get task(): Locator {
    return this.page.getByRole("list", { name: "Tasks" }).locator("[data-task]").first();
  }

  /** Applies and waits for the end of the task. */
  async applyToTheEnd(): Promise<void> {
    await this.apply();
    await this.taskEnds("done");
  }

  async taskEnds(state: "done" | "failed" | "cancelled", timeout = 30_000): Promise<void> {
    await this.drawer("Tasks");
    await expect(this.task).toHaveAttribute("data-state", /done|failed|cancelled/, { timeout });
    await expect(this.task).toHaveAttribute("data-state", state);
  }

  /** Opens a tab of the drawer; its tab may carry a number. */
  async drawer(name: "Plan" | "Tasks" | "Events" | "Health" | "Problems"): Promise<void> {
    const tabs = this.page.getByRole("tablist", { name: "Drawer" });
    await tabs.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  }

  /** Titles in the list of events, newest first. */
  async events(): Promise<string[]> {
    await this.drawer("Events");
    return this.page.getByRole("list", { name: "Events" }).first().getByRole("listitem").allInnerTexts();
  }

  /** The list of what is wrong in the file, wherever it stands. */
  get problems(): Locator {
    return this.page.getByRole("list", { name: "Problems" }).getByRole("listitem");
  }

  /** The list of what to know before Apply. */
  get planNotes(): Locator {
    return this.page.getByRole("list", { name: "Before Apply" }).getByRole("listitem");
  }

  /** Words of all cards: `{web: "running 2/2"}`. */
  async cards(): Promise<Record<string, string>> {
    const list = await this.page.locator("[data-service]").evaluateAll((cards) =>
      cards.map((card) => {
        const { service, status, ready, desired } = card instanceof HTMLElement ? card.dataset : {};
        return [service, `${status} ${ready}/${desired}`] as const;
      }),
    );
    return Object.fromEntries(list) as Record<string, string>;
  }

  /** Calls the bridge as a page that was taken over would: with anything at all. */
  call(method: unknown, input: unknown): Promise<unknown> {
    return this.page.evaluate(
      ([name, value]) => (window as unknown as { gantry: AnyBridge }).gantry.call(name, value),
      [method, input] as const,
    );
  }

  /** The first message of a stream. */
  firstOf(stream: unknown, input: unknown): Promise<unknown> {
    return this.page.evaluate(
      ([name, value]) =>
        new Promise((resolve) => {
          (window as unknown as { gantry: AnyBridge }).gantry.subscribe(name, value, resolve);
        }),
      [stream, input] as const,
    );
  }
}

/** The bridge without its types. */
interface AnyBridge {
  call(method: unknown, input: unknown): Promise<unknown>;
  subscribe(stream: unknown, input: unknown, listener: (message: unknown) => void): () => void;
}
