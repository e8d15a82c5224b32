import { expect, type Locator, type Page } from "@playwright/test";

/** One place where Tab stops. */
export interface Stop {
  name: string;
  /** Whether the focus can be seen there. */
  visible: boolean;
}

/** More Tab stops than any view has. */
const MANY = 120;

/** A person without a mouse. */
export class Keyboard {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Presses Tab until the focus is there; the way is part of what is tested. */
  async tabTo(control: Locator): Promise<void> {
    await expect(control).toBeVisible();
    for (let presses = 0; presses < MANY; presses += 1) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await this.press("Tab");
    }
    throw new Error(`Tab never reaches ${control.toString()}`);
  }

  /** Every stop of one round through the window. */
  async walk(): Promise<Stop[]> {
    const names: string[] = [];
    const looks: string[] = [];
    for (let presses = 0; presses < MANY; presses += 1) {
      await this.press("Tab");
      const name = await this.page.evaluate(markFocused, presses);
      if (name === undefined) break;
      names.push(name);
      looks.push(await this.look(presses));
    }
    // With the focus gone from all of them, each must look otherwise than it did.
    await this.page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    const stops: Stop[] = [];
    for (const [index, name] of names.entries()) {
      stops.push({ name, visible: looks[index] !== (await this.look(index)) });
    }
    return stops;
  }

  private look(stop: number): Promise<string> {
    return this.page.evaluate(lookOf, stop);
  }
}

/** Runs in the page: remembers what has the focus as this stop and answers its name; undefined when the round is over. */
function markFocused(stop: number): string | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement || element instanceof SVGElement) || element === document.body) return undefined;
  if (element.dataset["e2eStop"] !== undefined) return undefined;
  element.dataset["e2eStop"] = String(stop);
  const ids = element.getAttribute("aria-labelledby");
  const words = ids === null ? element.textContent : document.getElementById(ids)?.textContent;
  return (element.getAttribute("aria-label") ?? words ?? "").trim();
}

/** Runs in the page: what of a stop may show the focus. A card draws the ring of the node it is in. */
function lookOf(stop: number): string {
  const element = document.querySelector(`[data-e2e-stop="${stop}"]`);
  if (element === null) return "gone";
  return [element, element.firstElementChild]
    .filter((one) => one !== null)
    .map((one) => {
      const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(one);
      return [outline, boxShadow, borderColor, backgroundColor].join(" ");
    })
    .join(" / ");
}
