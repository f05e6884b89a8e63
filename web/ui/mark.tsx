// The product's mark: a watch-tower's roof with a lit beacon.
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
      fill="none"
      strokeLinecap="round"
    >
      <path d="M5 15 16 6l11 9" stroke="#fff" strokeWidth="2.4" strokeLinejoin="round" />
      <circle cx="16" cy="15.5" r="3" fill="var(--lamp)" />
      <path d="M10 21.5h12M7 26.5h18" stroke="#fff" strokeWidth="2.4" />
    </svg>
  );
}
