import { expect, test } from "vitest";
import { requestRates } from "./request-rates.ts";

const look = (
  at: number,
  replicas: Record<string, number>,
  { taking = Object.keys(replicas), errors = {} }: { taking?: string[]; errors?: Record<string, number> } = {},
) => ({ web: { at, total: 0, replicas, errors, taking } });

test("rates need two looks", () => {
  expect(requestRates(undefined, look(1000, { a: 5 }))).toEqual({ a: { takesRequests: true } });
  expect(requestRates(look(1000, { a: 5 }), look(3000, { a: 25 }))).toEqual({
    a: { takesRequests: true, requests: 10 },
  });
});

test("a new replica has no rate yet, a gateway started anew says nothing, one that is out is told", () => {
  const rates = requestRates(look(1000, { a: 50 }), look(2000, { a: 3, b: 7 }, { taking: ["b"] }));
  expect(rates).toEqual({ a: { takesRequests: false }, b: { takesRequests: true } });
});

test("two looks at the same moment make no rate", () => {
  expect(requestRates(look(1000, { a: 5 }), look(1000, { a: 6 }))).toEqual({ a: { takesRequests: true } });
});

test("errors are a rate of their own, and unknown after the gateway began anew", () => {
  const before = look(1000, { a: 10 }, { errors: { a: 1 } });
  expect(requestRates(before, look(3000, { a: 30 }, { errors: { a: 5 } }))["a"]).toMatchObject({
    requests: 10,
    errors: 2,
  });
  expect(requestRates(before, look(3000, { a: 2 }, { errors: { a: 2 } }))).toEqual({ a: { takesRequests: true } });
});
