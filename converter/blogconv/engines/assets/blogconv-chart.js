// Draws the charts of a page from the data beside them. The data are what the blog's author wrote for the library:
// JSON, or the literal of a JavaScript object, which may hold functions.

const draw = {
  echarts(area, options) {
    if (!area.style.height) area.style.height = "24rem";
    const chart = window.echarts.init(area);
    chart.setOption(options);
    window.addEventListener("resize", () => chart.resize());
  },
  chartjs(area, options) {
    const canvas = document.createElement("canvas");
    area.append(canvas);
    new window.Chart(canvas, options);
  },
};

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return new Function(`return (${text.replace(/;\s*$/, "")})`)();
  }
}

// A page may hold charts of several libraries; by then all of their scripts have run.
document.addEventListener("DOMContentLoaded", () => {
  for (const area of document.querySelectorAll(".bc-chart-area")) {
    const shown = area.firstElementChild;
    try {
      const options = read(area.parentElement.querySelector("script").text);
      shown.remove();
      draw[area.dataset.library](area, options);
    } catch (error) {
      area.replaceChildren(shown);
      console.error("This chart could not be drawn.", error);
    }
  }
});
