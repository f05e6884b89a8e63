// Where a photo is taken, if the phone may tell and knows soon; never a reason to wait long.
import type { Draft } from '../../offline/draft.ts';

const PATIENCE = 6_000;

/** Null when no place was given for this visit, or none is found in a few seconds. */
export function placeNow({ noPlaceReason }: Pick<Draft, 'noPlaceReason'>): Promise<Draft['place']> {
  if (noPlaceReason !== null || !navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    // Some phones never answer while they ask for the right.
    const timer = setTimeout(() => resolve(null), PATIENCE + 1_000);
    const settle = (place: Draft['place']) => {
      clearTimeout(timer);
      resolve(place);
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) =>
        settle({ latitude, longitude, accuracyMetres: Math.min(accuracy, 100_000) }),
      () => settle(null),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60_000 },
    );
  });
}
