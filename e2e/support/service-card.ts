import { expect, type Locator, type Page } from "@playwright/test";

/** What a card said at one moment: `running 3/3`. */
export type CardWords = string;

/** The card of one service on the canvas. */
export class ServiceCard {
  readonly root: Locator;
  private readonly page: Page;
  private readonly name: string;

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
    this.root = page.locator(`[data-service="${name}"]`);
  }

  /** Opens the service in the inspector. */
  async select(): Promise<void> {
    await this.root.click();
    await expect(this.page.getByRole("tablist", { name: `Service ${this.name}` })).toBeVisible();
  }

  /** Waits until the card says this state and that all of these replicas are ready. */
  async isRunning(replicas: number, timeout?: number): Promise<void> {
    await this.says(`running ${replicas}/${replicas}`, timeout);
  }

  async says(words: CardWords, timeout?: number): Promise<void> {
    await expect
      .poll(() => this.words(), { message: `card ${this.name}`, ...(timeout === undefined ? {} : { timeout }) })
      .toBe(words);
  }

  async words(): Promise<CardWords> {
    return this.root
      .evaluate((card) => `${card.dataset["status"]} ${card.dataset["ready"]}/${card.dataset["desired"]}`, undefined, {
        timeout: 5000,
      })
      .catch(() => "not there");
  }

  /**
   * Writes down everything the card says from now on, so that a state of a few milliseconds is not missed. Answers a
   * function that reads it.
   */
  async record(): Promise<() => Promise<CardWords[]>> {
    const handle = await this.page.evaluateHandle((name) => {
      const said: string[] = [];
      const look = () => {
        const card = document.querySelector<HTMLElement>(`[data-service="${name}"]`);
        const words =
          card === null ? "not there" : `${card.dataset["status"]} ${card.dataset["ready"]}/${card.dataset["desired"]}`;
        if (said.at(-1) !== words) said.push(words);
      };
      look();
      const attributeFilter = ["data-status", "data-ready", "data-desired"];
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter,
      });
      return said;
    }, this.name);
    return () => handle.jsonValue();
  }
}
