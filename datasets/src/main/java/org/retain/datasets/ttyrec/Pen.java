package org.retain.datasets.ttyrec;

/** The attributes that a written cell gets, as far as they show in a frame. */
final class Pen {

    /** 0 = default, else 1 + the colour number 0 to 7. */
    private int foreground;

    private boolean bold;
    private boolean reverse;
    private boolean lineDrawing;
    private byte color;
    private byte blankColor;

    Pen() {
        reset(false);
    }

    void reset(boolean toLineDrawing) {
        foreground = 0;
        bold = false;
        reverse = false;
        lineDrawing = toLineDrawing;
        mix();
    }

    void copyFrom(Pen other) {
        foreground = other.foreground;
        bold = other.bold;
        reverse = other.reverse;
        lineDrawing = other.lineDrawing;
        mix();
    }

    /** The default colour ignores bold. */
    void defaultForeground() {
        foreground = 0;
        mix();
    }

    void foreground(int number) {
        foreground = number + 1;
        mix();
    }

    void bold(boolean on) {
        bold = on;
        mix();
    }

    void reverse(boolean on) {
        reverse = on;
        mix();
    }

    void lineDrawing(boolean on) {
        lineDrawing = on;
    }

    boolean lineDrawing() {
        return lineDrawing;
    }

    /** Colour value of a cell, 0 to 31. */
    byte color() {
        return color;
    }

    /** Colour value of a space, which is 0 rather than 7 in the default colour. */
    byte blankColor() {
        return blankColor;
    }

    private void mix() {
        int inverse = reverse ? 16 : 0;
        int ink = foreground == 0 ? 7 : foreground - 1 + (bold ? 8 : 0);
        color = (byte) (ink + inverse);
        blankColor = (byte) ((foreground == 0 ? 0 : ink) + inverse);
    }
}
