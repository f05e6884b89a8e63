// The figures the province is drawn from, each with its source. PUBLISHED: Jilin's monthly civil affairs report of November 2024 and the
// standards of November 2023. DERIVED: Jilin's share by the national proportions of October 2023. All others are background knowledge of
// an ageing north-eastern province, set by us, and are to be read as plausible, not as measured.

/** Households of a province of 1,000,000, by settlement. Others are made in proportion. */
export const HOUSEHOLDS = {
  urban: {
    dibao: 200_917, // PUBLISHED
    tekun: 12_500, // PUBLISHED: 11,872 people; as the months begin a few more, since old people die
    marginal: 18_000, // DERIVED: 6 of 66 million nationwide, in households of two
    monitored: 0, // a rural scheme
    rigid: 20_000, // DERIVED: a part of the 13 million others nationwide
    ordinary: 72_550,
  },
  rural: {
    dibao: 352_524, // PUBLISHED
    tekun: 82_000, // PUBLISHED: 78,939 people, 89,506 households with the urban ones; likewise
    marginal: 40_400,
    monitored: 16_500, // DERIVED: 3 of 66 million nationwide; most others of them are on dibao
    rigid: 26_000,
    ordinary: 158_609,
  },
} as const;

export type Settlement = keyof typeof HOUSEHOLDS;
export type Kind = keyof (typeof HOUSEHOLDS)['urban'];
export const KINDS: readonly Kind[] = ['dibao', 'tekun', 'marginal', 'monitored', 'rigid', 'ordinary'];

/** PUBLISHED, for tests and for the README: people on the rolls. */
export const ROLLS = {
  dibaoHouseholds: 553_441,
  dibaoPeople: 778_928,
  urbanDibaoPeople: 257_980,
  ruralDibaoPeople: 520_948,
  tekunPeople: 90_811,
} as const;

/** PUBLISHED for November 2023 (yuan a head and month); the growth a year is ours, the rural one faster, towards 75 % of the urban. */
export const DIBAO_STANDARD = { year: 2023, urban: 612, rural: 445, growth: { urban: 1.045, rural: 1.06 } } as const;
/** Rural disposable income per head and year, of 2025, as in the sample files; its growth is background. */
export const RURAL_DISPOSABLE = { year: 2025, yuan: 21_700, growth: 1.055 } as const;
/** The mean paid over the standard: PUBLISHED 624 and 310 yuan on dibao, of standards of 612 and 445 a year before. */
export const DIBAO_PAID = { urban: [0.82, 1.06], rural: [0.4, 0.92] } as const;
/** PUBLISHED 1,191 and 795 yuan on tekun, care included, over those standards. */
export const TEKUN_PAID = { urban: [1.4, 2.3], rural: [1.35, 1.95] } as const;

/** Household sizes from one person on, in weights. Dibao households: PUBLISHED 1.28 and 1.48 people on the roll each. */
export const SIZES: Record<Kind, Record<Settlement, readonly number[]>> = {
  dibao: { urban: [72, 17, 8, 2, 1], rural: [55, 30, 8, 4, 2, 1] },
  tekun: { urban: [985, 15], rural: [985, 15] },
  marginal: { urban: [30, 38, 22, 7, 3], rural: [24, 42, 18, 10, 6] },
  monitored: { urban: [20, 40, 40], rural: [22, 42, 18, 11, 7] },
  rigid: { urban: [16, 38, 34, 8, 4], rural: [16, 42, 22, 12, 8] },
  ordinary: { urban: [18, 36, 34, 8, 4], rural: [16, 42, 20, 13, 9] },
};

/** Ages of a household's head, in weights, from 25 to 90 by five years. */
export const HEAD_AGES: Record<Kind, readonly number[]> = {
  dibao: [1, 2, 3, 5, 8, 11, 14, 14, 13, 11, 8, 6, 3, 1],
  tekun: [0, 0, 1, 1, 2, 4, 7, 14, 19, 20, 15, 10, 5, 2],
  marginal: [2, 3, 5, 8, 11, 13, 14, 13, 11, 8, 6, 4, 1, 1],
  monitored: [1, 3, 5, 8, 11, 13, 14, 13, 12, 9, 6, 3, 1, 1],
  rigid: [2, 4, 7, 10, 12, 13, 13, 12, 10, 8, 5, 2, 1, 1],
  ordinary: [4, 6, 9, 11, 12, 12, 12, 11, 9, 6, 4, 2, 1, 1],
};

/** Yuan a month. Residents' and employees' pensions, wages by log-normal; all background but for their size in the published means. */
export const PENSION = { residents: [118, 205], employees: { median: 2650, spread: 0.28 } } as const;
export const WAGE = { urban: { median: 2900, spread: 0.38 }, rural: { median: 2600, spread: 0.4 } } as const;
/** What working people earn without any department knowing: fields, odd jobs, markets. */
export const INFORMAL = { urban: { median: 1900, spread: 0.45 }, rural: { median: 1650, spread: 0.5 } } as const;

/** Times a year, for one person or household of whom it may be asked. */
export const RATES = {
  outpatient: 0.45,
  inpatient: { young: 0.03, middle: 0.07, old: 0.16 },
  severe: { young: 0.004, middle: 0.018, old: 0.04 },
  accident: 0.004,
  jobLost: 0.1,
  jobLeftProvince: 0.025,
  jobGoesInformal: 0.04,
  casualWorkLost: 0.05,
  jobFoundOnDibao: 0.03,
  fire: 0.0006,
  disability: 0.0025,
  dropout: 0.006,
  birth: 0.05,
  marriage: 0.03,
  split: 0.02,
  move: 0.012,
  assessment: 0.03,
  car: { aid: 0.006, other: 0.03 },
} as const;

/** Habits of departments: shares of months, files and rows. */
export const HABITS = {
  lateCounty: 0.012,
  shortCounty: 0.02,
  shortShare: 0.06,
  renamed: 0.15,
  damaged: 0.0012,
  untidy: 0.012,
} as const;
