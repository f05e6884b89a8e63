import { defineWords } from '../../ui/language.tsx';

export const chartWords = defineWords({
  zh: {
    title: '指标与门槛，近 24 个月',
    none: '没有可与门槛比较的数。',
    note: '按现在的数据逐月重算；斜线是来源还没给的月份。过了门槛不一定预警：一条规则还有别的条件。',
    standing: (value: string, rest: string) => (rest ? `${value}，${rest}` : value),
    crossed: { below: '低于门槛', above: '高于门槛' },
    gap: (text: string) => `离门槛差 ${text}`,
    asOf: (month: string) => `（${month}）`,
    unknown: '看不见',
  },
  en: {
    title: 'Indicators and thresholds, 24 months',
    none: 'Nothing to hold against a threshold.',
    note: 'Worked out month by month from the data of today; hatched where a source has not told yet. Past a threshold need not be an alert: a rule has other conditions.',
    standing: (value, rest) => (rest ? `${value}, ${rest}` : value),
    crossed: { below: 'below the threshold', above: 'above the threshold' },
    gap: (text) => `${text} from the threshold`,
    asOf: (month) => ` (${month})`,
    unknown: 'blind',
  },
});
