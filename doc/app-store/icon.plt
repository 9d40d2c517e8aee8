# SPDX-License-Identifier: GPL-2.0-only
#
# Draws icon.png, the icon of the module: a host between two provisioning domains, each with a
# router of its own. From the top of the module: gnuplot doc/app-store/icon.plt

set terminal pngcairo size 512,512 enhanced font "sans,44"
set output "doc/app-store/icon.png"
unset key
unset border
unset tics
set margins 0, 0, 0, 0
set xrange [0:512]
set yrange [0:512]

a = "#1f6fb2"
b = "#d9822b"
ink = "#22303c"

set object 1 ellipse center 170, 300 size 300, 350 fillcolor rgb a fillstyle transparent solid 0.22 border linecolor rgb a linewidth 4
set object 2 ellipse center 342, 300 size 300, 350 fillcolor rgb b fillstyle transparent solid 0.22 border linecolor rgb b linewidth 4
set arrow 1 from 256, 150 to 120, 340 nohead linecolor rgb a linewidth 9
set arrow 2 from 256, 150 to 392, 340 nohead linecolor rgb b linewidth 9
set object 3 circle center 120, 355 size 52 fillcolor rgb a fillstyle solid 1 noborder front
set object 4 circle center 392, 355 size 52 fillcolor rgb b fillstyle solid 1 noborder front
set object 5 rectangle center 256, 150 size 120, 84 fillcolor rgb ink fillstyle solid 1 noborder front
set label 1 "A" at 120, 355 center textcolor rgb "white" front
set label 2 "B" at 392, 355 center textcolor rgb "white" front
set label 3 "pvd" at 256, 152 center textcolor rgb "white" front
plot NaN notitle
