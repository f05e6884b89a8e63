// Borders as the map loads them: steps from point to point in whole thousandths of a degree. As GeoJSON the province is 78 KB of gzip,
// so packed 38. Pure; web/api/borders.ts unpacks.

type Ring = [number, number][];
export interface BorderFile {
  features: {
    properties: { code: string; name: string };
    geometry: { type: string; coordinates: Ring[] | Ring[][] };
  }[];
}

export interface PackedBorders {
  /** Steps in a degree. */
  scale: number;
  /** Of each shape its polygons, of each polygon its rings: east and north in turn, the first point from nought. A ring's end is its beginning and left out. */
  shapes: { code: string; name: string; polygons: number[][][] }[];
}

const SCALE = 1000;

function packRing(ring: Ring): number[] {
  let [east, north] = [0, 0];
  return ring.slice(0, -1).flatMap((point) => {
    const [x, y] = [Math.round(point[0] * SCALE), Math.round(point[1] * SCALE)];
    const step = [x - east, y - north];
    [east, north] = [x, y];
    return step;
  });
}

/** Packs polygons and multi-polygons alike; nothing is lost, since the files hold thousandths. */
export function packBorders({ features }: BorderFile): PackedBorders {
  const shapes = features.map(({ properties: { code, name }, geometry }) => {
    const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Ring[][];
    return { code, name, polygons: polygons.map((rings) => rings.map(packRing)) };
  });
  return { scale: SCALE, shapes };
}
