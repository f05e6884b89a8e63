// The whole screen, where the browser gives it; where it does not, the wall fills its window.

/** Must follow a key or a click: browsers give the screen to nothing else. */
export function fillScreen(): void {
  document.documentElement.requestFullscreen?.().catch(() => undefined);
}

export function leaveScreen(): void {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
}
