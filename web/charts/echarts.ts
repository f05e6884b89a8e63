// The only import of echarts: just the map chart. Whoever needs another chart adds it here.
import { MapChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GeoComponent } from 'echarts/components';
import { init, registerMap, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';

use([MapChart, ScatterChart, GeoComponent, AriaComponent, LabelLayout, CanvasRenderer]);

export { init, registerMap };
