import { describe, expect, test } from 'vitest';
import { readDate, readMonth } from '../../server/flow/ingest/date.ts';
import { birthOf, checkDigit, maskId, maskText, readId, sexOf } from '../../server/flow/ingest/identity.ts';
import { readInteger, readMoney } from '../../server/flow/ingest/money.ts';
import { Fault } from '../../server/flow/ingest/reject.ts';
import fc from '../support/property.ts';
import { makeId } from './ingest-files.ts';

const TEXT = { isNumber: false, uses1904: false };
const NUMBER = { isNumber: true, uses1904: false };

function told(value: unknown): unknown {
  return value instanceof Fault ? value.code : value;
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}

const persons = fc
  .record({
    area: fc.integer({ min: 229901, max: 229999 }),
    birth: fc.date({
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('2026-10-31T00:00:00Z'),
      noInvalidDate: true,
    }),
    serial: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ area, birth, serial }) => {
    const first = `${area}${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
    return first + checkDigit(first);
  });

describe('an ID number', () => {
  test('with the check digit of GB 11643 is accepted (the standard’s own examples)', () => {
    expect(readId('11010519491231002X', false, true)).toBe('11010519491231002X');
    expect(readId('440524188001010014', false, true)).toBe('440524188001010014');
  });

  test('is accepted whatever spaces and full-width characters it is dressed in', () => {
    const spaces = fc.array(fc.constantFrom(' ', '\u3000', '\t', '\u00a0'), { maxLength: 3 }).map((s) => s.join(''));
    fc.assert(
      fc.property(persons, spaces, spaces, fc.boolean(), fc.boolean(), (id, before, after, wide, lower) => {
        const cased = lower ? id.toLowerCase() : id;
        expect(readId(before + (wide ? fullWidth(cased) : cased) + after, false, true)).toBe(id);
      }),
    );
  });

  test('with any one digit changed is never accepted', () => {
    fc.assert(
      fc.property(persons, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (id, at, by) => {
        const changed = id.slice(0, at) + ((Number(id[at]) + by) % 10) + id.slice(at + 1);
        expect(readId(changed, false, true)).toBeInstanceOf(Fault);
      }),
    );
  });

  test.each([
    ['', 'missing-id'],
    ['\u3000 ', 'missing-id'],
    ['无', 'malformed-id'],
    ['2299011968012810', 'malformed-id'],
    ['229901 196801281018', 'malformed-id'],
    ['X2990119680128101X', 'malformed-id'],
    ['2.29901E+17', 'id-in-scientific-notation'],
    ['２.２９９０１Ｅ+17', 'id-in-scientific-notation'],
    ['2.29901e17', 'id-in-scientific-notation'],
    ['22990119901301001X', 'impossible-birth-date-in-id'],
    ['229901199002300011', 'impossible-birth-date-in-id'],
    [`${makeId().slice(0, 17)}${makeId()[17] === '1' ? '2' : '1'}`, 'bad-check-digit'],
  ])('%j is %s', (cell, code) => {
    expect(told(readId(cell, false, true))).toBe(code);
  });

  test('in a number cell has lost its last digits, whatever they look like', () => {
    expect(told(readId('229914195108155330', true, true))).toBe('id-stored-as-number');
    expect(told(readId('2.2991419510815533E17', true, true))).toBe('id-stored-as-number');
  });

  test('tells birth date and sex', () => {
    expect(birthOf('11010519491231002X')).toBe('1949-12-31');
    expect(sexOf('11010519491231002X')).toBe('female');
  });

  test('is never shown with more than its first six and last two characters', () => {
    fc.assert(
      fc.property(persons, fc.integer({ min: 5, max: 18 }), (id, length) => {
        const shown = maskId(id.slice(0, length));
        expect(shown.replace(/\*/g, '').length).toBeLessThan(length);
        expect(shown).toMatch(/^\d{0,6}\*+[\dX]{0,2}$/);
        expect(maskText(`见${id}，电话13800001234`)).not.toMatch(/\d{7}/);
      }),
    );
    expect(maskId('2.29901199001011E+17')).toBe('2.29901E+17');
    expect(maskText('2026-02-30')).toBe('2026-02-30');
  });
});

describe('an amount', () => {
  test('in yuan comes back as the fen it was written from, in every dress', () => {
    const amounts = fc.integer({ min: 0, max: 9_999_999_999_999 });
    fc.assert(
      fc.property(amounts, fc.boolean(), fc.boolean(), fc.constantFrom('', '￥', '¥'), (fen, commas, wide, sign) => {
        const whole = String(Math.floor(fen / 100));
        const grouped = commas ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
        const text = `${sign}${grouped}.${String(fen % 100).padStart(2, '0')}`;
        expect(readMoney(wide ? ` ${fullWidth(text)}\u3000` : text, false)).toBe(fen);
      }),
    );
  });

  test('in a number cell is worth the fifteen digits Excel shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_99 }), (fen) => {
        expect(readMoney(String(fen / 100), true)).toBe(fen);
      }),
    );
    expect(readMoney('2895.5700000000002', true)).toBe(289557);
    expect(readMoney('0.30000000000000004', true)).toBe(30);
    expect(readMoney('1.5E3', true)).toBe(150000);
    expect(readMoney('1E-7', true)).toBe(0);
  });

  test.each([
    ['', null],
    ['0', 0],
    ['-0.00', 0],
    ['.5', 50],
    ['7.', 700],
    ['7.125', 713],
    ['7.124999', 712],
    ['0.995', 100],
    ['1,234.5元', 123450],
    ['-733.86', 'negative-amount'],
    ['－733.86', 'negative-amount'],
    ['￥-5', 'negative-amount'],
    ['详见附件', 'not-a-number'],
    ['1,23', 'not-a-number'],
    ['12,34,567', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['1E3', 'not-a-number'],
    ['3万元', 'not-a-number'],
    ['-', 'not-a-number'],
    ['.', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['229901198002290018', 'not-a-number'],
  ])('%j is %s', (cell, value) => {
    expect(told(readMoney(cell, false))).toBe(value);
  });

  test('of people is a whole number', () => {
    expect(['3', '１２', '1,200', '3.0', '', '3.5', '三'].map((cell) => told(readInteger(cell)))).toEqual([
      ...[3, 12, 1200, 3, null],
      ...['not-a-number', 'not-a-number'],
    ]);
  });
});

describe('a date', () => {
  test.each([
    '2026-08-09',
    '2026/8/9',
    '2026.08.09',
    '20260809',
    '2026年8月9日',
    '2026年08月09日',
    '２０２６－８－９',
    ' 2026-08-09 00:00:00 ',
  ])('%j is 9 August 2026', (cell) => {
    expect(readDate(cell, TEXT)).toBe('2026-08-09');
  });

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '20260230',
    '不详',
    '2026',
    '26-08-09',
    '2026-08/09',
    '45000',
    '0000-01-01',
  ])('%j is none', (cell) => {
    expect(told(readDate(cell, TEXT))).toBe('impossible-date');
  });

  test('in a number cell is a serial number of either calendar, or eight digits', () => {
    expect(readDate('46326', NUMBER)).toBe('2026-10-31');
    expect(readDate('46326.75', NUMBER)).toBe('2026-10-31');
    expect(readDate('44864', { isNumber: true, uses1904: true })).toBe('2026-10-31');
    expect(readDate('20261031', NUMBER)).toBe('2026-10-31');
    expect(told(readDate('2026.1', NUMBER))).toBe('impossible-date');
  });

  test.each([
    '202609',
    '2026-09',
    '2026/9',
    '2026.09',
    '2026年9月',
    '2026年09月',
    '２０２６０９',
    '2026-09-15',
    '20260915',
  ])('%j is in September 2026', (cell) => {
    expect(readMonth(cell, TEXT)).toBe('2026-09');
  });

  test('of a month in a number cell is YYYYMM, else a serial number', () => {
    expect(readMonth('202609', NUMBER)).toBe('2026-09');
    expect(readMonth('46326', NUMBER)).toBe('2026-10');
    expect(told(readMonth('202613', NUMBER))).toBe('impossible-date');
    expect(told(readMonth('202600', TEXT))).toBe('impossible-date');
  });
});
