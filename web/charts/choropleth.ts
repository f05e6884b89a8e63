// The county map as an ECharts option: a pure function of figures and borders. Names are drawn short; codes are the identity.
import { BREAKS, classOf, inkOn, type Measure, rampOf } from './ramp.ts';

export interface Shape {
  type: 'Feature';
  properties: { code: string; name: string };
  geometry: { type: string; coordinates: unknown };
}
export interface Region {
  code: string;
  name: string;
  /** Null: not known, or too few to be told: drawn as paper. */
  value: number | null;
  /** Resting on few cases: drawn hollow. */
  isFew?: boolean;
  /** Red alerts nobody has gone to in time: the mark on top. */
  mark: number;
}
export interface ChoroplethInput {
  /** The registered map of the coloured regions, and of the darker outlines above them. */
  map: string;
  outlines: string;
  regions: readonly Region[];
  centres: ReadonlyMap<string, readonly [number, number]>;
  /** Codes whose names have room. */
  labelled: ReadonlySet<string>;
  measure: Measure;
  isDark: boolean;
  focused: string | null;
  /** Of names and marks; a wall is seen from afar. */
  fontSize?: number;
}

const LATITUDE_SQUEEZE = 0.73; // cos 43°: one degree east is that much shorter than one north

/** 敦化市 → 敦化, 长白朝鲜族自治县 → 长白: a map has no room for ranks. Two-character names stay whole. */
export function shortName(name: string): string {
  const bare = name.replace(/(各族|(朝鲜|满|蒙古|回)族)+(?=自治)/, '').replace(/自治[州县]$/, '');
  if (bare !== name) return bare.slice(0, 2);
  return bare.length <= 2 ? bare : bare.replace(/[市县区州]$/, '');
}

/** Where labels and late marks stand: the middle of the largest ring's box is good enough for counties. */
export function centreOf(shape: Shape): [number, number] {
  const rings = (shape.geometry.type === 'Polygon' ? [shape.geometry.coordinates] : shape.geometry.coordinates) as [
    number,
    number,
  ][][][];
  let best: [number, number][] = [];
  for (const polygon of rings) if ((polygon[0]?.length ?? 0) > best.length) best = polygon[0] ?? [];
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < best.length - 1; i += 1) {
    const [x0, y0] = best[i] as [number, number];
    const [x1, y1] = best[i + 1] as [number, number];
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  }
  return area === 0 ? (best[0] ?? [0, 0]) : [x / (3 * area), y / (3 * area)];
}

/** Which names fit: the largest regions first, none over another's. Sizes are those of a map some 740 by 600 pixels large. */
export function labelledCodes(
  shapes: readonly Shape[],
  centres: ReadonlyMap<string, readonly [number, number]>,
  isLarge = false,
): Set<string> {
  const size = isLarge ? 20 : 12; // of type, on the map whose size is assumed
  const boxes = shapes.map((shape) => ({ shape, box: boxOf(shape) }));
  const west = Math.min(...boxes.map(({ box }) => box.west));
  const east = Math.max(...boxes.map(({ box }) => box.east));
  const south = Math.min(...boxes.map(({ box }) => box.south));
  const north = Math.max(...boxes.map(({ box }) => box.north));
  const scale = Math.min(740 / ((east - west) * LATITUDE_SQUEEZE), 600 / (north - south));
  const sizeOf = ({ box }: (typeof boxes)[number]) => (box.east - box.west) * (box.north - box.south);
  const placed: { x: number; y: number; width: number; code: string }[] = [];
  for (const { shape } of boxes.sort((a, b) => sizeOf(b) - sizeOf(a))) {
    const { code, name } = shape.properties;
    const [longitude, latitude] = centres.get(code) ?? [0, 0];
    const label = {
      x: longitude * LATITUDE_SQUEEZE * scale,
      y: latitude * scale,
      width: size * shortName(name).length + 4,
      code,
    };
    const isFree = placed.every(
      (one) => Math.abs(one.y - label.y) > size + 3 || Math.abs(one.x - label.x) > (one.width + label.width) / 2,
    );
    if (isFree) placed.push(label);
  }
  return new Set(placed.map((one) => one.code));
}

function boxOf(shape: Shape): { west: number; east: number; south: number; north: number } {
  const numbers = (shape.geometry.coordinates as never[]).flat(Number.POSITIVE_INFINITY) as number[];
  const box = { west: 180, east: -180, south: 90, north: -90 };
  for (let index = 0; index < numbers.length; index += 2) {
    const [x, y] = [numbers[index] as number, numbers[index + 1] as number];
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

export function choroplethOption(input: ChoroplethInput) {
  const { regions, isDark, focused, measure, centres } = input;
  const ramp = rampOf(measure, isDark);
  const size = input.fontSize ?? 12;
  const ink = isDark ? '#E8EEEA' : '#17211E';
  const paper = isDark ? '#0D1412' : '#FFFFFF';
  const frame = { left: 24, right: 24, top: 20, bottom: 28, aspectScale: LATITUDE_SQUEEZE };
  const isPaper = (region: Region) => region.value === null || region.isFew === true;
  const colour = (region: Region) => classOf(region.value ?? 0, BREAKS[measure]);
  const fill = (region: Region) => (isPaper(region) ? paper : (ramp[colour(region)] as string));
  return {
    animation: false,
    geo: [
      {
        ...frame,
        map: input.map,
        nameProperty: 'code',
        z: 1,
        selectedMode: false as const,
        itemStyle: { areaColor: ramp[0], borderColor: paper, borderWidth: 0.8 },
        label: { show: true, fontSize: size, formatter: ({ name }: { name: string }) => labelOf(regions, name) },
        emphasis: { disabled: true },
        regions: regions.map((region) => ({
          name: region.code,
          itemStyle: {
            areaColor: fill(region),
            ...(region.isFew && region.value !== null && { borderColor: ramp[colour(region)], borderWidth: 2 }),
            ...(region.code === focused && { borderColor: ink, borderWidth: 2.5 }),
          },
          // The outline keeps a name legible where it reaches over the border.
          label: {
            show: input.labelled.has(region.code),
            color: isPaper(region) ? ink : inkOn(colour(region), isDark),
            textBorderColor: fill(region),
            textBorderWidth: 3,
          },
        })),
      },
      {
        ...frame,
        map: input.outlines,
        nameProperty: 'code',
        z: 2,
        silent: true,
        itemStyle: { areaColor: 'transparent', borderColor: isDark ? '#8B9993' : '#46524E', borderWidth: 1.2 },
        label: { show: false },
        emphasis: { disabled: true },
      },
    ],
    series: [
      {
        type: 'scatter' as const,
        coordinateSystem: 'geo' as const,
        geoIndex: 0,
        z: 5,
        silent: true,
        symbol: 'roundRect',
        symbolSize: (value: number[]) => [size - 2 + 0.6 * size * String(value[2]).length, size + 4],
        symbolOffset: [0, -(size + 4)],
        itemStyle: { color: isDark ? '#F2555A' : '#BE1218', opacity: 1, borderColor: paper, borderWidth: 1 },
        label: {
          show: true,
          formatter: ({ value }: { value: number[] }) => String(value[2]),
          color: isDark ? '#210506' : '#FFFFFF',
          fontSize: size,
          fontWeight: 700 as const,
        },
        data: regions
          .filter((region) => region.mark > 0 && centres.has(region.code))
          .map((region) => [...(centres.get(region.code) as [number, number]), region.mark]),
      },
    ],
  };
}

function labelOf(regions: readonly Region[], code: string): string {
  const region = regions.find((one) => one.code === code);
  return region ? shortName(region.name) : '';
}
