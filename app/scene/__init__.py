"""The living scene: one component that draws linked plots, and plays, scrubs and drags them.

The pictures of the page Explore exist twice, for two uses. The scene paints runs on canvases over
axes that Plotly drew, because a cursor, a drag or a slider wants its picture within milliseconds;
it needs a browser that can fetch its modules. The figures of ``app.figures`` are whole Plotly
figures: they stand in where the scene does not run, and they are what is exported, stood side by
side for many methods, and looked at without a browser. What both need is made once, by those
figures: the ground, axes with their labels, thresholds, and how wide, thin and faint lines are. The
score row's dashes and markers are those of the scene, too.
"""
