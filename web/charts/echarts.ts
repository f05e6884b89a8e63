// The only import of echarts: the map, and bars with a line. Whoever needs another chart adds it here.
import { BarChart, LineChart, MapChart, ScatterChart } from 'echarts/charts';
import { GeoComponent, GridComponent } from 'echarts/components';
import { init, registerMap, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([MapChart, ScatterChart, BarChart, LineChart, GeoComponent, GridComponent, CanvasRenderer]);

export type { EChartsType } from 'echarts/core';
export { init, registerMap };
