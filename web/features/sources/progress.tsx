// A bar that says how far; without a share it only says that something is being done.
export function Progress({ share, name }: { share: number | null; name: string }) {
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div
      className={share === null ? 'progress is-open-ended' : 'progress'}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span style={{ width: percent === undefined ? undefined : `${percent}%` }} />
    </div>
  );
}
