// Turns packed borders (server/insight/borders.ts) back into the GeoJSON that the charts draw. Pure.

export interface PackedBorders {
  scale: number;
  shapes: { code: string; name: string; polygons: number[][][] }[];
}

export interface Borders {
  type: 'FeatureCollection';
  features: {
    type: 'Feature';
    properties: { code: string; name: string };
    geometry: { type: string; coordinates: unknown };
  }[];
}

function unpackRing(steps: readonly number[], scale: number): [number, number][] {
  const ring: [number, number][] = [];
  let [east, north] = [0, 0];
  for (let index = 0; index < steps.length; index += 2) {
    east += steps[index] as number;
    north += steps[index + 1] as number;
    ring.push([east / scale, north / scale]);
  }
  return ring.concat(ring.slice(0, 1));
}

export function unpackBorders({ scale, shapes }: PackedBorders): Borders {
  return {
    type: 'FeatureCollection',
    features: shapes.map(({ code, name, polygons }) => {
      const coordinates = polygons.map((rings) => rings.map((steps) => unpackRing(steps, scale)));
      const isOne = coordinates.length === 1;
      const geometry = { type: isOne ? 'Polygon' : 'MultiPolygon', coordinates: isOne ? coordinates[0] : coordinates };
      return { type: 'Feature', properties: { code, name }, geometry };
    }),
  };
}
