import "./skeleton.css";

/** The frame before the first news: its shape, and words about what is awaited. */
export function Skeleton() {
  return (
    <output className="skeleton">
      <span className="muted">Starting Gantry</span>
    </output>
  );
}
