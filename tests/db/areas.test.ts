// Holds the committed area files to each other and to known counts.
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBodies, readDivisions, readZones } from '../../db/areas/read.ts';
import { outlineOf, type Point, type Ring, type Rings, signedArea, simplifyTogether } from '../../db/areas/simplify.ts';

type Feature = {
  properties: { code: string; name: string };
  geometry: { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] };
};

const fileOf = (name: string) => new URL(`../../db/areas/${name}`, import.meta.url);
const readFeatures = (name: string) =>
  (JSON.parse(readFileSync(fileOf(name), 'utf8')) as { features: Feature[] }).features;
const ringsOf = ({ geometry }: Feature): Rings =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();

const divisions = readDivisions();
const codes = new Set(divisions.map(({ code }) => code));
const codesOf = (level: string) => divisions.filter((division) => division.level === level).map(({ code }) => code);
const counties = readFeatures('borders.json');

describe('divisions', () => {
  it('are Jilin: one province, 9 prefectures, 60 counties, 9 zones, 1,075 townships and 11,860 villages', () => {
    const levels = ['province', 'prefecture', 'county', 'zone', 'township', 'village'];
    expect(levels.map((level) => codesOf(level).length)).toEqual([1, 9, 60, 9, 1075, 11860]);
    expect(divisions).toHaveLength(1 + 9 + 60 + 9 + 1075 + 11860);
  });

  it('have one code each, of the length of their level, and a name', () => {
    const lengths = { province: 2, prefecture: 4, county: 6, zone: 6, township: 9, village: 12 };
    expect(codes.size).toBe(divisions.length);
    expect(divisions.filter(({ code, level }) => !/^22\d*$/.test(code) || code.length !== lengths[level])).toEqual([]);
    expect(divisions.filter(({ name }) => name.trim() === '')).toEqual([]);
  });

  it('stand after their parents, which all exist', () => {
    const seen = new Set<string>();
    const orphans = divisions.filter(({ code }) => {
      seen.add(code);
      const length = { 4: 2, 6: 4, 9: 6, 12: 9 }[code.length];
      return length !== undefined && !seen.has(code.slice(0, length));
    });
    expect(orphans).toEqual([]);
  });

  it('leave no township without a village, no county without a township', () => {
    const parents = new Set(divisions.flatMap(({ code }) => [code.slice(0, 6), code.slice(0, 9)]));
    const withVillage = new Set(codesOf('village').map((code) => code.slice(0, 9)));
    expect(codesOf('township').filter((code) => !withVillage.has(code))).toEqual([]);
    expect([...codesOf('county'), ...codesOf('zone')].filter((code) => !parents.has(code))).toEqual([]);
  });

  it('have Gongzhuling in Changchun with all below it, and nothing left under its old code', () => {
    expect(divisions.find(({ code }) => code === '220184')).toMatchObject({ name: '公主岭市', level: 'county' });
    expect(codesOf('township').filter((code) => code.startsWith('220184'))).toHaveLength(36);
    expect(codesOf('village').filter((code) => code.startsWith('220184')).length).toBeGreaterThan(400);
    expect([...codes].filter((code) => code.startsWith('220381'))).toEqual([]);
  });

  it('name a county in the same prefecture for the map of each zone', () => {
    const zones = readZones();
    expect(zones.map(({ code }) => code)).toEqual(codesOf('zone'));
    expect(zones.filter(({ county }) => !codesOf('county').includes(county))).toEqual([]);
    expect(zones.filter(({ code, county }) => code.slice(0, 4) !== county.slice(0, 4))).toEqual([]);
  });
});

describe('bodies', () => {
  const bodies = readBodies();

  it('administer areas that exist', () => {
    expect(bodies.flatMap(({ areas }) => areas).filter((area) => !codes.has(area))).toEqual([]);
    expect(bodies.filter(({ areas }) => areas.length === 0)).toEqual([]);
  });

  it('are one for each area down to townships, and the Changbaishan committee over townships of two counties', () => {
    const keys = bodies.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const areas = divisions.filter(({ level }) => level !== 'village').map(({ code }) => code);
    expect([...keys].sort()).toEqual([...areas, 'changbaishan'].sort());
    const { areas: held } = bodies.find(({ key }) => key === 'changbaishan')!;
    expect(new Set(held.map((code) => code.slice(0, 6)))).toEqual(new Set(['220621', '222426']));
  });
});

describe('borders', () => {
  it('are there for every county and for nothing else, under the name it has', () => {
    expect(counties.map(({ properties }) => properties.code).sort()).toEqual(codesOf('county').sort());
    const names = new Map(divisions.map(({ code, name }) => [code, name]));
    expect(counties.filter(({ properties }) => names.get(properties.code) !== properties.name)).toEqual([]);
    expect(readFeatures('prefectures.json').map(({ properties }) => properties.code)).toEqual(codesOf('prefecture'));
  });

  it('stay within 300 KB', () => {
    expect(statSync(fileOf('borders.json')).size).toBeLessThanOrEqual(300_000);
    expect(statSync(fileOf('prefectures.json')).size).toBeLessThanOrEqual(150_000);
  });

  it('are closed rings that run counter-clockwise, inside the box of the province', () => {
    const rings = counties.flatMap(ringsOf);
    expect(rings.filter((ring) => ring.length < 4 || `${ring[0]}` !== `${ring.at(-1)}`)).toEqual([]);
    expect(rings.filter((ring) => signedArea(ring) <= 0)).toEqual([]);
    const outside = ([x, y]: Point) => x < 121.6 || x > 131.4 || y < 40.8 || y > 46.4;
    expect(rings.flat().filter(outside)).toEqual([]);
  });

  it('leave no gap: joined, the counties make one province', () => {
    const [province, ...rest] = outlineOf(counties.map(ringsOf)).sort((a, b) => signedArea(b) - signedArea(a));
    expect(province!.length).toBeGreaterThan(1000);
    // The source has a sliver of 0.1 square kilometres, which thinning may or may not close.
    expect(rest.filter((ring) => Math.abs(signedArea(ring)) > 5e-5)).toEqual([]);
  });
});

describe('simplifying', () => {
  const jagged: Point[] = Array.from({ length: 21 }, (_, i): Point => [10 + (i % 2), i]);
  const west: Ring = [[0, 0], ...jagged, [0, 20], [0, 0]];
  const east: Ring = [[30, 0], [30, 20], ...[...jagged].reverse(), [30, 0]];

  it('thins a shared border once, so neighbours keep the same points', () => {
    const [[left], [right]] = simplifyTogether([[west], [east]], 2) as [Rings, Rings];
    expect(left!.length).toBeLessThan(8);
    expect(outlineOf([[left!], [right!]])).toHaveLength(1);
    expect(Math.abs(signedArea(left!)) + Math.abs(signedArea(right!))).toBeCloseTo(2 * 30 * 20);
  });

  it('changes nothing the second time', () => {
    const once = simplifyTogether([[west], [east]], 2);
    expect(simplifyTogether(once, 2)).toEqual(once);
  });
});
