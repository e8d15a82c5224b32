import { expect, type Locator, type Page } from "@playwright/test";

/** The slider of a service's replicas in the inspector. */
export class ReplicaSlider {
  readonly thumb: Locator;
  private readonly page: Page;
  private readonly track: Locator;

  constructor(page: Page, service: string) {
    this.page = page;
    this.thumb = page.getByRole("slider", { name: `Replicas of ${service}`, exact: true });
    this.track = page.locator(".slider-root").filter({ has: this.thumb });
  }

  async is(value: number): Promise<void> {
    await expect(this.thumb).toHaveAttribute("aria-valuenow", String(value));
  }

  /** Takes the thumb and lets it go over a value, as a hand does: in several moves. */
  async dragTo(value: number): Promise<void> {
    const from = await this.centreOfThumb();
    const to = await this.placeOf(value);
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, to.y, { steps: 3 });
    await this.page.mouse.move(to.x, to.y, { steps: 3 });
    await this.is(value);
    await this.page.mouse.up();
  }

  /** Presses on the track where a value is. */
  async clickAt(value: number): Promise<void> {
    const { x, y } = await this.placeOf(value);
    await this.page.mouse.click(x, y);
  }

  /** Presses an arrow key until the value is reached. */
  async keyTo(value: number): Promise<void> {
    await this.thumb.focus();
    const now = Number(await this.thumb.getAttribute("aria-valuenow"));
    const key = value > now ? "ArrowRight" : "ArrowLeft";
    for (let left = Math.abs(value - now); left > 0; left -= 1) await this.page.keyboard.press(key);
  }

  private async centreOfThumb(): Promise<{ x: number; y: number }> {
    const box = await this.thumb.boundingBox();
    if (box === null) throw new Error("the slider has no thumb on screen");
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Where a value is: the thumb's centre runs from half its width inside one end to the same at the other. */
  private async placeOf(value: number): Promise<{ x: number; y: number }> {
    const track = await this.track.boundingBox();
    const thumb = await this.thumb.boundingBox();
    if (track === null || thumb === null) throw new Error("the slider is not on screen");
    const min = Number(await this.thumb.getAttribute("aria-valuemin"));
    const max = Number(await this.thumb.getAttribute("aria-valuemax"));
    const share = (value - min) / (max - min);
    return { x: track.x + thumb.width / 2 + share * (track.width - thumb.width), y: track.y + track.height / 2 };
  }
}
