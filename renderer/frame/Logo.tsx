/** A gantry crane with its load. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" width="24" height="24" role="img" aria-label="Gantry">
      <path
        d="M1 4.5h22M4.5 4.5V21M19.5 4.5V21M12 4.5V10"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="square"
      />
      <rect x="8" y="9.5" width="8" height="5.5" rx="1" fill="var(--accent)" />
    </svg>
  );
}
