import { expect, it } from "vitest";
import { variablesOf } from "./environment.ts";

it("masks what looks secret and passwords in addresses", () => {
  const shown = variablesOf({
    POSTGRES_PASSWORD: "hunter2",
    API_KEY: "x",
    EMPTY_TOKEN: "",
    DATABASE_URL: "postgres://me:hunter2@db:5432/shop",
    MODE: "production",
    FROM_SHELL: null,
  });
  expect(shown.map((one) => one.value)).toEqual([
    "••••••",
    "••••••",
    "",
    "postgres://me:••••••@db:5432/shop",
    "production",
    undefined,
  ]);
  expect(JSON.stringify(shown)).not.toContain("hunter2");
});
