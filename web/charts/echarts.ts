// The only import of echarts: just the map chart. Whoever needs another chart adds it here.
import { MapChart, ScatterChart } from 'echarts/charts';
import { GeoComponent } from 'echarts/components';
import { init, registerMap, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([MapChart, ScatterChart, GeoComponent, CanvasRenderer]);

export type { EChartsType } from 'echarts/core';
export { init, registerMap };
